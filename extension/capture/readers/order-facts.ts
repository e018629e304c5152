import type { CapturedCustomer } from '../meaning/captured-order.ts';
import type { Piece } from './pieces.ts';

/*
 * What a page says of an order beside its lines: its number, and who the customer is. A page has other numbers and emails,
 * so only those that a word of it names are taken.
 */

const ORDER =
  'order|purchase|bestellung|auftrag|commande|pedido|orden|ordine|zam[óo]wienie|bestelling|encomenda|objedn[áa]vka|best[äa]llning|ordre|bestelnummer|ordernummer|bestellnummer|auftragsnummer';
const NUMBER =
  'number|num|no|nr|n|č|c|id|ref|reference|code|nummer|n[uú]mero|numer|[čc][íi]slo|r[ée]f[ée]rence|referenz|referencia|riferimento';

/** An identifier has a digit, and is not the beginning of a date. */
const ID =
  '[#№]?\\s?((?!\\d{1,2}[./]\\d{1,2}[./]\\d{2,4})(?=[\\w/-]*\\d)(?!\\d{4}-\\d{2}-\\d{2})[A-Z0-9](?:[\\w/-]{0,40}[A-Z0-9])?)';

/** "Order #1001", "Order no. A-17", "Bestellung Nr. 2026-4711", "Commande n° 12". */
const NUMBERED = new RegExp(
  `(?:^|[^\\p{L}])(?:${ORDER})[\\p{L}]{0,3}(?:\\s?[#№]|\\s*(?:de (?:commande|pedido) )?(?:${NUMBER}|n[°º])[.:]*)\\s*${ID}(?![\\w])|(?:^|[^\\p{L}])(?:${ORDER})[\\p{L}]{0,3}:\\s*${ID}$`,
  'iu',
);

/** A label whose value stands in the text after it. */
const LABEL = new RegExp(
  `^(?:${ORDER})[\\p{L}]{0,3}[\\s-]*(?:(?:${NUMBER}|n[°º]|#|№)[.]?)?\\s*:?$|^(?:num[ée]ro de commande|n[uú]mero de pedido|numero ordine|numer zam[óo]wienia|[čc][íi]slo objedn[áa]vky|order ?number|order ?id|bestellnummer|bestelnummer|n[º°] de (?:commande|pedido|encomenda)|n[uú]mero d[ao] (?:encomenda|pedido))\\s*:?$`,
  'iu',
);

/** A heading that is a number and nothing else, or a word for an order and one. */
const HEADED = new RegExp(`^(?:#|(?:${ORDER})\\s)${ID}$`, 'iu');

/** Words that make a number one of another order. */
const OTHER =
  /\b(?:last|previous|earlier|next|letzte|vorige|précédente|dernière|anterior|último|precedente|poprzednie|vorige|předchozí|förra|related|parent|reorder)/iu;

const numberIn = (text: string): string | undefined => {
  const [, numbered, after] = NUMBERED.exec(text) ?? [];
  return numbered ?? after;
};

/** All numbers that a page gives its order, those of headings first, the likeliest first. */
export function findOrderNumbers(pieces: readonly Piece[], title = ''): string[] {
  const found: { id: string; rank: number }[] = [];
  const add = (id: string | undefined, rank: number) => {
    if (id) found.push({ id, rank });
  };
  for (const [index, { text, heading }] of pieces.entries()) {
    if (text.length > 120 || OTHER.test(text)) continue;
    const rank = heading ?? 8;
    add(numberIn(text), rank);
    if (heading !== undefined && heading <= 2) add(HEADED.exec(text)?.[1], rank);
    if (LABEL.test(text))
      add(new RegExp(`^${ID}$`, 'iu').exec(pieces[index + 1]?.text ?? '')?.[1], heading ?? 7);
  }
  add(numberIn(title), 6);
  const ranked = found.sort((a, b) => a.rank - b.rank).map(({ id }) => id);
  return [...new Set(ranked)];
}

const EMAIL = /^(?:mailto:)?([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6})$/i;
const EMAIL_WITHIN = /(?:^|[\s:(<])([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6})(?=$|[\s),;>])/i;
/** Addresses that shops have, not their customers. */
const OF_SHOP =
  /^(?:info|shop|store|sales|support|help|contact|hello|service|orders?|no-?reply|admin|office|kontakt|contacto|vendas|ventas|bestellung|obchod|sklep|biuro)@/i;
const CUSTOMER =
  /^(?:customer|customer name|client|buyer|bill(?:ed|ing) (?:to|address)|billing|kunde|kundin|kundenname|rechnungsadresse|client\(e\)|acheteur|adresse de facturation|cliente|nombre|direcci[óo]n de facturaci[óo]n|indirizzo di fatturazione|klient|nabywca|adres rozliczeniowy|klant|factuuradres|morada de fatura[çc][ãa]o|z[áa]kazn[íi]k|faktura[čc]n[íi] adresa|kund|fakturaadress|name|full name)\s*:?$/iu;
const PHONE =
  /^(?:phone|telephone|tel|mobile|phone number|telefon|telefonnummer|t[ée]l[ée]phone|tel[ée]fono|telefono|telefone|telefoon|telefoonnummer)\.?\s*:?$/iu;
const PHONE_NUMBER = /^\+?\d[\d ()/.-]{5,24}\d$/;
/** Two to five words that begin in upper case, without digits. */
const PERSON =
  /^(?:(?:mr|mrs|ms|dr|herr|frau|mme|m)\.? )?\p{Lu}[\p{L}'’.-]{0,30}(?: [\p{L}'’.-]{1,30}){1,4}$/u;

/** The customer as labels of the page name one; an email also where the page has no other. */
export function findCustomer(pieces: readonly Piece[]): CapturedCustomer {
  const emails = new Set(
    pieces.flatMap(({ text, isFringe }) =>
      isFringe || text.length > 200 ? [] : (EMAIL_WITHIN.exec(text)?.[1] ?? []),
    ),
  );
  for (const found of emails) if (OF_SHOP.test(found)) emails.delete(found);
  const [email] = emails.size === 1 ? emails : [];
  let [name, labelled, phone]: (string | undefined)[] = [];
  for (const [index, { text }] of pieces.entries()) {
    const next = pieces[index + 1]?.text ?? '';
    if (CUSTOMER.test(text)) {
      name ??= PERSON.exec(next)?.[0];
      labelled ??= pieces
        .slice(index + 1, index + 10)
        .map((piece) => EMAIL.exec(piece.text)?.[1])
        .find(Boolean);
    }
    if (/^e-?mail(?: address|-adresse)?\s*:?$|^(?:correo|courriel|adres e-mail|e-mailadres)/iu.test(text))
      labelled ??= EMAIL.exec(next)?.[1];
    if (PHONE.test(text)) phone ??= PHONE_NUMBER.exec(next)?.[0];
    name ??= /^(?:customer|kunde|client|cliente|klient|klant|z[áa]kazn[íi]k|kund)\s*:\s*(.{3,60})$/iu.exec(
      text,
    )?.[1];
  }
  const chosen = labelled ?? email;
  return { ...(name && { name }), ...(chosen && { email: chosen }), ...(phone && { phone }) };
}

/** The currency that a page states in words, as in "Currency: EUR" or "All prices in EUR". */
export function findStatedCurrency(pieces: readonly Piece[]): string | undefined {
  const found = new Set<string>();
  for (const [index, { text }] of pieces.entries()) {
    if (text.length > 120) continue;
    const within =
      /(?:currency|w[äa]hrung|devise|moneda|valuta|waluta|moeda|m[ěe]na|prices? in|preise in|prix en)\s*[:(]?\s*([A-Z]{3})\b/iu.exec(
        text,
      )?.[1];
    const behind = /^(?:currency|w[äa]hrung|devise|moneda|valuta|waluta|moeda|m[ěe]na)\s*:?$/iu.test(text)
      ? /^([A-Z]{3})\b/.exec(pieces[index + 1]?.text ?? '')?.[1]
      : /^(?:[\p{L} .]{2,20})\(([A-Z]{3})\)$/u.exec(text)?.[1];
    const code = within?.toUpperCase() === within ? (within ?? behind) : behind;
    if (code) found.add(code);
  }
  const [only] = found.size === 1 ? found : [];
  return only;
}
