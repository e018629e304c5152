export const ExportScreen = (_: { id?: string | undefined }) => <p>…</p>;
