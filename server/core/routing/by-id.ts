/** Rows in the order of their ids, so that what is made of them depends on nothing else. */
export const byId = <Row extends { readonly id: string }>(rows: Iterable<Row>): Row[] =>
  [...rows].toSorted((left, right) => (left.id < right.id ? -1 : 1))
