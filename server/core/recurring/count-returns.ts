/** How often customers came again with the same issue. */
export interface Returns {
  readonly customers: number
  /** Customers who came more than once within the time. */
  readonly customersAgain: number
  /** Tickets that came so soon after an earlier one of the same customer. */
  readonly ticketsAgain: number
}

/** Counts them; `withinMs` is the longest time between two tickets of a customer that counts as coming again. */
export function countReturns(
  tickets: readonly { readonly customerId: string; readonly createdAt: number }[],
  { withinMs }: { withinMs: number },
): Returns {
  const ofCustomers = [...Map.groupBy(tickets, ({ customerId }) => customerId).values()]
  const again = ofCustomers.map((own) => {
    const times = own.map(({ createdAt }) => createdAt).toSorted((one, other) => one - other)
    return times.filter((at, place) => place > 0 && at - (times[place - 1] ?? 0) <= withinMs).length
  })
  return {
    customers: ofCustomers.length,
    customersAgain: again.filter((count) => count > 0).length,
    ticketsAgain: again.reduce((sum, count) => sum + count, 0),
  }
}
