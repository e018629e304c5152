export const CustomerFormScreen = (_: { id?: string | undefined }) => <p>…</p>;
