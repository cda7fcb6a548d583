/**
 * Endings whose stem depends on an accent that documents lay aside: the word itself first, then its other number.
 * `devolucion` and `devoluciones`, `transacao` and `transacoes`.
 */
const pairs: readonly (readonly [singular: string, plural: string])[] = [
  ['cion', 'ciones'],
  ['sion', 'siones'],
  ['xion', 'xiones'],
  ['gion', 'giones'],
  ['cao', 'coes'],
  ['sao', 'soes'],
  ['zao', 'zoes'],
]

/** The forms in which a word is looked for besides itself. Only single words have any. */
export function otherForms(word: string): string[] {
  const plain = withoutAccents(word)
  if (!/^\p{L}+$/u.test(plain)) return []
  return pairs.flatMap(([singular, plural]) => {
    if (plain.endsWith(plural)) return [plain.slice(0, -plural.length) + singular]
    return plain.endsWith(singular) ? [plain.slice(0, -singular.length) + plural] : []
  })
}

/** Lower case, without accents and marks. */
export function withoutAccents(word: string): string {
  return word.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
}
