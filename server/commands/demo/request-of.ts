import type { Contact } from './contact.ts'

const switchboard = '+34910000001'

/** The body of `POST /v1/tickets`. */
export function ticketRequestOf({ customer, scenario, serviceLine, channel, says, fields }: Contact) {
  const [issueSummary, message] = scenario.asks[customer.language]
  const { externalId, name, email, language, tier } = customer
  return {
    customerId: externalId,
    customer: { name, email, language, tier },
    serviceLine,
    channel,
    language,
    issueSummary,
    message,
    ...says,
    ...(fields !== null && { fields }),
    ...(scenario.affected !== undefined && { affected: [scenario.affected] }),
    tags: ['demo'],
  }
}

/** The body of `POST /v1/calls`. */
export function callRequestOf({ customer, scenario, serviceLine, says }: Contact, callRef: string) {
  const [issueSummary] = scenario.asks[customer.language]
  const { priority } = says
  return {
    customerId: customer.externalId,
    from: customer.phone,
    to: switchboard,
    callRef,
    serviceLine,
    language: customer.language,
    issueSummary,
    ...(priority !== undefined && { priority }),
  }
}
