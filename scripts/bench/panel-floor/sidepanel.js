// The least that a panel can do: read the connection, fetch the first page, and put plain rows into the page.
const { connection } = await chrome.storage.local.get('connection');
const response = await fetch(`${connection.url}/v1/orders?limit=50&order=-created_at&counts=true`, {
  headers: { 'X-App-Id': connection.appId, 'X-App-Token': connection.appToken },
});
const { orders } = await response.json();
for (const { status, source_id, customer, items, amount, total_amount, created_at } of orders) {
  const row = document.querySelector('tbody').insertRow();
  for (const value of [
    status,
    source_id,
    customer?.name,
    items.length,
    amount / 100,
    total_amount / 100,
    created_at,
  ])
    row.insertCell().textContent = value;
}
