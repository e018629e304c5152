/*
 * Signs and words for currencies. Most signs are of several countries: `$` is a dollar or a peso, `kr` a crown of four.
 */

/** The currencies (ISO 4217) that a sign or word may mean, the usual one first. */
const meanings: Record<string, string> = {
  $: 'USD CAD AUD NZD MXN SGD HKD TWD ARS CLP COP UYU BSD BBD BZD JMD TTD FJD',
  '€': 'EUR',
  '£': 'GBP EGP GIP FKP SHP',
  '¥': 'JPY CNY',
  円: 'JPY',
  元: 'CNY TWD HKD',
  '₹': 'INR',
  '₩': 'KRW',
  '₽': 'RUB',
  '₺': 'TRY',
  '₴': 'UAH',
  '₪': 'ILS',
  '₫': 'VND',
  '฿': 'THB',
  '₱': 'PHP',
  '₦': 'NGN',
  '₵': 'GHS',
  '₸': 'KZT',
  '₡': 'CRC',
  '₲': 'PYG',
  '₾': 'GEL',
  '₼': 'AZN',
  us$: 'USD',
  ca$: 'CAD',
  c$: 'CAD NIO',
  cad$: 'CAD',
  cdn$: 'CAD',
  a$: 'AUD',
  au$: 'AUD',
  nz$: 'NZD',
  hk$: 'HKD',
  s$: 'SGD',
  nt$: 'TWD',
  mx$: 'MXN',
  r$: 'BRL',
  'cn¥': 'CNY',
  rmb: 'CNY',
  euro: 'EUR',
  eur: 'EUR',
  kr: 'SEK NOK DKK ISK',
  'kr.': 'DKK ISK NOK SEK',
  kč: 'CZK',
  kc: 'CZK',
  zł: 'PLN',
  zl: 'PLN',
  ft: 'HUF',
  lei: 'RON MDL',
  лв: 'BGN',
  'лв.': 'BGN',
  'fr.': 'CHF',
  fr: 'CHF',
  sfr: 'CHF',
  'rs.': 'INR PKR LKR NPR MUR',
  rs: 'INR PKR LKR NPR MUR',
  rp: 'IDR',
  rm: 'MYR',
  tl: 'TRY',
  руб: 'RUB',
  'руб.': 'RUB',
  грн: 'UAH',
  kd: 'KWD',
  'د.ك': 'KWD',
  'د.إ': 'AED',
  'ر.س': 'SAR',
  r: 'ZAR',
};

const codes = new Set(
  (
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE ' +
    'CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS ' +
    'KHR KMF KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB ' +
    'PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS ' +
    'UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW'
  ).split(' '),
);

/** Whether a text is the code of a currency that is in use. */
export const isCurrencyCode = (text: string): boolean => codes.has(text);

/** A currency's sign, word or code that is all of a text, in its plain form; undefined where it is none. `$ USD` is `USD`. */
export function findCurrencyToken(text: string): string | undefined {
  const parts = text.split(/[\s/]+/);
  if (parts.length > 2) return undefined;
  const found = parts.map((part) => {
    if (codes.has(part)) return part;
    const lower = part.toLowerCase();
    return Object.hasOwn(meanings, lower) ? lower : undefined;
  });
  if (found.some((token) => token === undefined)) return undefined;
  return found.find((token) => token !== undefined && codes.has(token)) ?? found[0];
}

/** The currencies that a sign, word or code may mean. */
const meaningsOf = (token: string): string[] =>
  codes.has(token) ? [token] : (meanings[token] ?? '').split(' ').filter(Boolean);

/** The currencies of countries whose sign others have too. */
const ofRegion: Record<string, string> = {
  US: 'USD',
  CA: 'CAD',
  AU: 'AUD',
  NZ: 'NZD',
  MX: 'MXN',
  SG: 'SGD',
  HK: 'HKD',
  TW: 'TWD',
  AR: 'ARS',
  CL: 'CLP',
  CO: 'COP',
  UY: 'UYU',
  SE: 'SEK',
  NO: 'NOK',
  DK: 'DKK',
  IS: 'ISK',
  JP: 'JPY',
  CN: 'CNY',
  GB: 'GBP',
  EG: 'EGP',
  IN: 'INR',
  PK: 'PKR',
  LK: 'LKR',
  MD: 'MDL',
  RO: 'RON',
  NI: 'NIO',
  LI: 'CHF',
  CH: 'CHF',
};
const ofLanguage: Record<string, string> = {
  en: 'USD GBP INR',
  sv: 'SEK',
  nb: 'NOK',
  no: 'NOK',
  nn: 'NOK',
  da: 'DKK',
  is: 'ISK',
  ja: 'JPY',
  zh: 'CNY',
  ro: 'RON',
  hi: 'INR',
};

/** What is known of a page's currency: the code, the codes between which it cannot be decided, or nothing. */
export type FoundCurrency = { code: string } | { conflict: string[] } | undefined;

/**
 * The currency that all signs of a page's amounts agree with. Where they leave a choice, what the page states elsewhere decides, then the
 * desk's own currency, then the page's region and language.
 */
export function findCurrency(
  tokens: Iterable<string>,
  {
    stated,
    locale = '',
    own,
  }: { stated?: string | undefined; locale?: string | undefined; own?: string | undefined },
): FoundCurrency {
  const sets = [...new Set(tokens)].map(meaningsOf);
  if (sets.length === 0) return stated && codes.has(stated) ? { code: stated } : undefined;
  const possible = sets.reduce((left, right) => left.filter((code) => right.includes(code)));
  if (possible.length === 0) return { conflict: [...new Set(sets.map(([usual = '']) => usual))] };
  if (possible.length === 1 && possible[0]) return { code: possible[0] };
  const [language = '', ...rest] = locale.split(/[-_]/);
  const region = rest.find((part) => /^[A-Za-z]{2}$/.test(part))?.toUpperCase() ?? '';
  const byLanguage = (ofLanguage[language.toLowerCase()] ?? '').split(' ');
  const choices = [stated, own, ofRegion[region], ...byLanguage];
  const code =
    choices.find((choice) => choice !== undefined && possible.includes(choice)) ??
    (locale === '' ? defaultOf(possible) : undefined);
  return code ? { code } : { conflict: possible.slice(0, 4) };
}

/** What a page without a language most likely means: dollars of the United States, pounds, yen. */
const defaultOf = (possible: string[]): string | undefined =>
  possible.find((code) => ['USD', 'GBP', 'JPY', 'INR'].includes(code));
