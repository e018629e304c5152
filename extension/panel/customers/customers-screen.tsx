export const CustomersScreen = (_: { id?: string | undefined }) => <p>…</p>;
