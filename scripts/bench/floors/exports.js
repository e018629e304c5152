// The floor of the export benchmark's memory: as many queries of as many rows, their text passed on, and nothing else.
// What the runtime keeps of each query until it collects it is the floor's, too.
const page = `SELECT group_concat(line, '') AS text, max(seq) AS seq FROM (
    SELECT seq, concat_ws(',', id, source_id, created_at, updated_at, status, amount, discount_amount, items_discount_amount,
      total_discount_amount, total_amount, customer_id, referrer_id, '"' || replace(metadata, '"', '""') || '"',
      metadata ->> '$.country', metadata ->> '$.channel') || char(13, 10) AS line
    FROM orders WHERE seq > ? ORDER BY seq LIMIT 6000)`;

export default {
  fetch(_request, env) {
    const statement = env.DB.prepare(page);
    const encoder = new TextEncoder();
    let seen = 0;
    const body = new ReadableStream(
      {
        async pull(controller) {
          const { text, seq } = await statement.bind(seen).first();
          if (text === null) return controller.close();
          seen = seq;
          controller.enqueue(encoder.encode(text));
        },
      },
      { highWaterMark: 0 },
    );
    return new Response(body);
  },
};
