/** Small modules that every screen of the desk imports. */
const EVERY_SCREEN =
  /extension\/(text|money-text|names)\.ts|panel\/(controls\/icon|controls\/announce|values\/format|navigation\/route)\.|shared\/(times|money|durations)\.|preact\/jsx-runtime/;

/** How the desk is cut into files. What every screen needs goes into one: small ones compress badly. */
export const codeSplitting = { groups: [{ name: 'base', test: EVERY_SCREEN }] };
