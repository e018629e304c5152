/**
 * What makes a button do nothing while what it began is still going on. One that is disabled instead would lose the focus, and
 * with it the user's place.
 */
export const whileBusy = (isBusy: boolean, act: () => unknown) => ({
  'aria-disabled': isBusy,
  onClick: () => {
    if (!isBusy) act();
  },
});
