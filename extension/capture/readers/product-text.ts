/** What stands before a SKU, in ten languages. */
const SKU_LABEL =
  /(?:^|[\s(·|,-])(?:SKU|Art(?:ikel|icle)?\.?[ -]?(?:Nr|No|number|nummer)\.?|Artikelnummer|Item (?:no|number)\.?|Product code|Reference(?: number)?|Ref\.?|R[ée]f(?:[ée]rence)?\.?|Referencia|Referenz|Riferimento|C[oó]digo|Codice|Model(?:l|o|lo|e)?|Kod(?: produktu| zboží)?|Artikelcode|Indeks)\s*[:#.]?\s*:?\s*([\p{L}\d][\p{L}\d._/-]{0,60})/iu;

/** "(#MUG-1)" behind a name. */
const SKU_IN_NAME = /\s*\(#([\w./-]{1,60})\)\s*$/;

/** The SKU among the lines of a cell, by the label before it. */
export function skuOf(lines: readonly string[]): string | undefined {
  for (const line of lines.slice(0, 12)) {
    const found = SKU_IN_NAME.exec(line)?.[1] ?? SKU_LABEL.exec(line)?.[1];
    if (found && (/\d/.test(found) || /^[A-Z._/-]{2,}$/.test(found))) return found;
  }
  return undefined;
}

/** The name among the lines of a cell: the first that is not a SKU or a mark. */
export function nameOf(lines: readonly string[]): string {
  const line =
    lines.find((text) => /\p{L}/u.test(text) && !new RegExp(`^\\s*${SKU_LABEL.source}`, 'iu').test(text)) ??
    lines[0] ??
    '';
  return line.replace(SKU_IN_NAME, '').slice(0, 400).trim();
}

/** Splits "Mug × 2" or "2 × Mug" into name and quantity. Dimensions, as in "30 × 40 cm" or "M4 x 20 mm", are none. */
export function splitQuantity(text: string): { name: string; quantity?: string } {
  const behind = /^(.{1,380}?)\s*[×x✕]\s?(\d{1,6})$/iu.exec(text);
  if (behind?.[1] && behind[2] && !/\d$/.test(behind[1]) && !/\b[A-Z]\d+$/i.test(behind[1]))
    return { name: behind[1].trim(), quantity: behind[2] };
  const before = /^(\d{1,6})\s?[×x✕*]\s?(\D.{0,380})$/iu.exec(text);
  if (before?.[1] && before[2]) return { name: before[2].trim(), quantity: before[1] };
  return { name: text };
}
