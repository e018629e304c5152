/*
 * The words of order pages in ten languages (en de fr es it pl nl pt cs sv), without accents and in lower case, as `fold`
 * writes them. A phrase is of up to four words.
 */

/** A text as the words here are written: lower case, without accents, other characters than letters and % as one space. */
export const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/ł/g, 'l')
    .replace(/ø/g, 'o')
    .replace(/æ/g, 'ae')
    .replace(/[^\p{L}%]+/gu, ' ')
    .trim();

const phrases = {
  quantity:
    'qty, quantity, quantities, qnty, pcs, pieces, units, count, menge, anzahl, stuck, stk, stuckzahl, quantite, quantites, qte, cantidad, cant, uds, unidades, quantita, qta, pezzi, pz, ' +
    'ilosc, szt, sztuk, liczba, aantal, stuks, quantidade, qtd, qtde, mnozstvi, pocet, ks, kusu, antal, st, ordered',
  unit:
    'unit, each, per unit, per piece, rate, einzelpreis, stuckpreis, einzel, e preis, ep, unitaire, unite, pu, p u, unitario, unitaria, unidad, jednostkowa, jedn, jednotkova, jednotku, jednotky, za kus, ' +
    'stukprijs, per stuk, eenheidsprijs, por unidade, styckpris, a pris, apris, per st',
  price:
    'price, prices, cost, valor, preis, preise, einzelpreis, stuckpreis, prix, precio, prezzo, cena, prijs, stukprijs, eenheidsprijs, preco, pris, styckpris, a pris, apris',
  total:
    'total, totals, subtotal, sub total, amount, sum, extended, ext, gesamt, gesamtpreis, summe, betrag, zwischensumme, gesamtbetrag, totaux, montant, sous total, importe, totale, importo, subtotale, ' +
    'razem, suma, wartosc, kwota, lacznie, totaal, bedrag, subtotaal, valor total, celkem, castka, mezisoucet, soucet, celkova, summa, belopp, totalt, totalsumma, delsumma, radsumma',
  name:
    'product, products, item, items, name, description, article, title, produkt, produkte, artikel, bezeichnung, beschreibung, artikelbezeichnung, produktname, artikelname, ware, position, positionen, ' +
    'produit, produits, designation, libelle, producto, productos, articulo, articulos, descripcion, nombre, concepto, prodotto, prodotti, articolo, descrizione, nome, produkty, nazwa, towar, opis, ' +
    'productnaam, omschrijving, naam, produto, produtos, artigo, descricao, zbozi, nazev, polozka, popis, vara, varor, benamning, beskrivning, produktnamn',
  sku:
    'sku, skus, model, code, part number, part no, ref, reference, item no, item number, article no, article number, product code, artikelnummer, artikelnr, art nr, art no, artnr, referenz, ' +
    'code article, referencia, codigo, codice, riferimento, cod, kod, symbol, indeks, artikelcode, productcode, kod produktu, kod zbozi, katalogove cislo, artikelnr',
  tax:
    'tax, taxes, vat, gst, cgst, sgst, igst, hst, pst, qst, mwst, ust, umsatzsteuer, mehrwertsteuer, steuer, steuern, tva, taxe, iva, impuesto, impuestos, imposta, imposte, tasse, podatek, ptu, btw, belasting, ' +
    'imposto, impostos, dph, dan, moms',
  discount:
    'discount, discounts, discounted, coupon, coupons, coupon s, promo, promotion, promotions, savings, saving, voucher, vouchers, gift card, gift certificate, store credit, rabatt, rabatte, gutschein, ' +
    'nachlass, ermassigung, remise, remises, reduction, reductions, bon de reduction, code promo, carte cadeau, descuento, descuentos, cupon, sconto, sconti, buono, rabat, rabaty, znizka, kupon, bon, ' +
    'korting, kortingscode, kortingen, cadeaubon, desconto, descontos, cupom, sleva, slevy, kupon, poukaz, presentkort, kampanj, promocja, promocion, promotie',
  shipping:
    'shipping, shipment, delivery, postage, freight, carriage, versand, versandkosten, lieferung, lieferkosten, porto, livraison, frais de port, frais d expedition, expedition, port, envio, ' +
    'gastos de envio, transporte, spedizione, spese di spedizione, consegna, dostawa, wysylka, przesylka, koszt dostawy, koszty dostawy, verzending, verzendkosten, bezorging, bezorgkosten, frete, portes, entrega, ' +
    'doprava, postovne, doruceni, frakt, leverans, fraktkostnad',
  fee:
    'fee, fees, surcharge, surcharges, handling, gift wrap, gift wrapping, wrapping, tip, donation, insurance, rounding, adjustment, gebuhr, gebuhren, zuschlag, nachnahme, geschenkverpackung, ' +
    'rundung, frais, supplement, emballage, emballage cadeau, arrondi, recargo, comision, envoltorio, redondeo, commissione, contrassegno, confezione, arrotondamento, oplata, pobranie, pakowanie, ' +
    'zaokraglenie, toeslag, betaalkosten, inpakken, afronding, taxa, tarifa, embrulho, arredondamento, poplatek, dobirka, baleni, zaokrouhleni, avgift, oresavrundning, presentinslagning',
  subtotal:
    'subtotal, sub total, subtotals, items total, item total, merchandise total, products total, total products, zwischensumme, warenwert, zwischentotal, sous total, total produits, subtotale, ' +
    'totale prodotti, suma czesciowa, kwota czesciowa, wartosc produktow, subtotaal, totaal producten, mezisoucet, cena zbozi, zbozi celkem, delsumma, summa varor, total productos, total de productos, ' +
    'total dos produtos',
  /** Labels of a subtotal that are other things where more stands beside them. */
  goods:
    'merchandise, products, items, produits, articles, prodotti, articoli, produkty, producten, zbozi, produkter, varor, artiklar, artikel, produkte, positionen, waren, productos, articulos, produtos, artigos',
  grandTotal:
    'total, grand total, order total, total amount, amount payable, gesamt, gesamtsumme, gesamtbetrag, endbetrag, endsumme, summe, rechnungsbetrag, bestellsumme, total general, montant total, importe total, ' +
    'totale, totale ordine, razem, suma, do zaplaty, lacznie, kwota calkowita, wartosc zamowienia, totaal, totaalbedrag, eindtotaal, total geral, celkem, celkova cena, celkem k uhrade, k uhrade, k zaplaceni, ' +
    'summa, totalt, totalsumma, att betala, ordersumma, a payer, zu zahlen, to pay, a pagar, da pagare, te betalen',
  /** Amounts that follow from the total and say nothing about the order's lines. */
  settled:
    'paid, refund, refunds, refunded, due, balance, outstanding, net payment, captured, authorized, owed, change, spent, bezahlt, erstattet, erstattung, ruckerstattung, offen, ausstehend, saldo, paye, ' +
    'rembourse, remboursement, solde, pagado, reembolsado, reembolso, pendiente, pagato, rimborsato, rimborso, saldo, zaplacono, zwrot, zwrocono, pozostalo, betaald, terugbetaald, openstaand, pago, ' +
    'reembolsado, pendente, zaplaceno, vraceno, vraceno, zbyva, fallig, falligkeit, restbetrag, du, adeudado, dovuto, nalezne, verschuldigd, em divida, splatne, forfallet, betalt, aterbetalt, aterbetalning, kvar, points, earned, profit, margin, available, weight, gewicht, poids, peso, waga, hmotnost, vikt, count, quantity, ' +
    'without discount, before discount, saved, number, nummer, numero',
  net:
    'excl, excluding, exclusive, ex, exkl, net, netto, nett, without tax, without vat, before tax, ht, hors taxe, hors taxes, sin iva, sin impuestos, s iva, iva esclusa, iva escl, senza iva, imponibile, ' +
    'bez vat, bez podatku, bez dph, sem iva, sem impostos, zonder btw, utan moms, zzgl, plus, ohne',
  gross:
    'incl, including, inclusive, inc, included, includes, inkl, inklusive, gross, brutto, with tax, with vat, ttc, toutes taxes comprises, taxes comprises, con iva, con impuestos, iva incluido, iva incluida, ' +
    'iva inclusa, iva incl, z vat, s dph, vcetne, com iva, com impostos, met btw, med moms, varav, enthalt, enthalten, davon, darin, dont, compris, comprise, incluye, incluidos, inclui, inclusi, incluso, inclusief, waarvan, w tym',
  /** What a total is with, without, before or after. */
  relation:
    'with, without, before, after, and, excl, excluding, incl, including, mit, ohne, vor, nach, und, avec, sans, avant, apres, hors, con, sin, antes, despues, senza, prima, dopo, z, bez, przed, po, met, zonder, ' +
    'voor, na, com, sem, depois, s, pred, med, utan, fore, efter',
  /** Columns of a list of orders. */
  list:
    'order, orders, date, created, placed, customer, payment, fulfillment, fulfilment, status, state, bestellung, bestellnummer, datum, kunde, zahlung, commande, client, statut, etat, paiement, pedido, fecha, cliente, estado, pago, ' +
    'ordine, data, stato, pagamento, zamowienie, klient, platnosc, bestelling, klant, betaling, encomenda, objednavka, zakaznik, stav, platba, bestallning, kund, ordernummer',
  /** Columns and lines that say something else of a product. */
  other:
    'original, list price, regular, was, rrp, msrp, uvp, stock, available, availability, in stock, refunded, returned, shipped, delivered, invoiced, canceled, cancelled, fulfilled, weight, tax rate, image, photo, action, actions, ' +
    'bestand, lager, lagerbestand, verfugbar, erstattet, retourniert, geliefert, bild, aktion, aktionen, rembourse, disponible, image, entrepot, stock, reembolsado, disponibile, rimborsato, zwrocono, dostepne, terugbetaald, ' +
    'voorraad, skladem, vraceno, saldo, zdjecie, afbeelding, imagem, obrazek, lagersaldo, bild, margin, profit',
};

/** A meaning that words of a label may have. */
type Meaning = keyof typeof phrases;

const MAX_WORDS = 4;

/** All phrases with what they mean. */
const meanings = new Map<string, Meaning[]>();
for (const [meaning, list] of Object.entries(phrases) as [Meaning, string][])
  for (const phrase of list.split(',').map((text) => text.trim()))
    if (phrase !== '') meanings.set(phrase, [...(meanings.get(phrase) ?? []), meaning]);

/** Where in a text its words mean something: for each meaning the first place, and the longest phrase that begins there. */
export interface FoundWords {
  at: (meaning: Meaning) => number;
  phrase: (meaning: Meaning) => string;
  has: (meaning: Meaning) => boolean;
}

/** Finds what the words of a folded text mean. */
export function findWords(folded: string): FoundWords {
  const found = new Map<Meaning, { at: number; phrase: string }>();
  const parts = folded.split(' ');
  let at = 0;
  for (const [index, part] of parts.entries()) {
    let phrase = '';
    for (const next of parts.slice(index, index + MAX_WORDS)) {
      phrase = phrase === '' ? next : `${phrase} ${next}`;
      for (const meaning of meanings.get(phrase) ?? []) {
        const before = found.get(meaning);
        if (!before || before.at === at) found.set(meaning, { at, phrase });
      }
    }
    at += part.length + 1;
  }
  return {
    at: (meaning) => found.get(meaning)?.at ?? Number.POSITIVE_INFINITY,
    phrase: (meaning) => found.get(meaning)?.phrase ?? '',
    has: (meaning) => found.has(meaning),
  };
}
