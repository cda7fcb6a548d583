/** How a rating is held against a figure. */
export const ratingOperators = ['eq', 'gt', 'gte', 'lt', 'lte'] as const

export type RatingOperator = (typeof ratingOperators)[number]

/** A condition on an agent's rating. A figure is a decimal as text, without needless zeros. */
export type RatingExpression =
  | { readonly kind: 'compare'; readonly operator: RatingOperator; readonly value: string }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly RatingExpression[] }

/** Writes an expression so that `parseRating` reads the same again: `gt 3 && lte 4.5`. */
export function printRating(expression: RatingExpression): string {
  if (expression.kind === 'compare') {
    const { operator, value } = expression
    return operator === 'eq' ? value : `${operator} ${value}`
  }
  const isAnd = expression.kind === 'and'
  return expression.parts
    .map((part) => {
      // `&&` binds tighter, and a group within a group of its own kind keeps its brackets.
      const isLoose = part.kind === 'or' || part.kind === expression.kind
      return isLoose ? `(${printRating(part)})` : printRating(part)
    })
    .join(isAnd ? ' && ' : ' || ')
}

/** Whether a rating meets the expression. Who has no rating meets none (seeds.md 2c 11). */
export function meetsRating(expression: RatingExpression, rating: string | null): boolean {
  return rating !== null && holds(expression, Number(rating))
}

function holds(expression: RatingExpression, rating: number): boolean {
  if (expression.kind !== 'compare') {
    const { kind, parts } = expression
    const isMet = (part: RatingExpression) => holds(part, rating)
    return kind === 'and' ? parts.every(isMet) : parts.some(isMet)
  }
  const figure = Number(expression.value)
  switch (expression.operator) {
    case 'eq':
      return rating === figure
    case 'gt':
      return rating > figure
    case 'gte':
      return rating >= figure
    case 'lt':
      return rating < figure
    case 'lte':
      return rating <= figure
  }
}
