export const CustomerScreen = (_: { id?: string | undefined }) => <p>…</p>;
