import { createTicket, type TicketRequest } from '../modules/intake/index.ts'
import type { TicketAnswer } from '../modules/tickets/index.ts'
import { AppError } from '../platform/errors.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import type { Command } from './command.ts'
import type { Arguments } from './read-arguments.ts'
import { withCore } from './with-core.ts'

/** Flags that say of a ticket what the member of the same meaning says in the API. */
const said = {
  channel: 'channel',
  message: 'message',
  note: 'note',
  'service-line': 'serviceLine',
  language: 'language',
  type: 'type',
  category: 'category',
  priority: 'priority',
  order: 'orderId',
} as const satisfies Record<string, keyof TicketRequest>

const told = ['name', 'email', 'phone'] as const

export const command: Command = {
  usage: 'SUBJECT --customer ID [--channel ticket] [--message TEXT] [--workspace SLUG] [--json]',
  help: `
Records a request for help, classified and routed as one that comes by the API. Works while the server runs and while it
is stopped.

  switchyard tickets create "Charged twice" --customer crm-77 --message "I was charged twice." --priority high

  --customer                     your own id of the customer, or a cust_ id; an unknown one is made
  --name --email --phone         what is known of the customer
  --message --note               the customer's words; an internal note
  --channel --service-line --language --type --category --priority --order --tags a,b
  --json                         the ticket as the API writes it
`,
  options: {
    workspace: 'value',
    customer: 'value',
    tags: 'value',
    json: 'switch',
    ...Object.fromEntries([...Object.keys(said), ...told].map((flag) => [flag, 'value'] as const)),
  },
  words: [1, 1],
  run: (given, terminal) =>
    withCore(given.settings, terminal, async ({ core }) => {
      const request = requestOf(given)
      const context = await chooseWorkspace(core, given.text('workspace'))
      const { answer } = await createTicket(context, { request, key: null })
      // The verb wrote this very text.
      const ticket = JSON.parse(answer) as TicketAnswer
      terminal.out(given.isOn('json') ? answer : `#${ticket.number}  ${ticket.id}  ${ticket.queue}  ${ticket.priority}`)
      return 0
    }),
}

function requestOf(given: Arguments): TicketRequest {
  const customerId = given.text('customer') ?? ''
  const issueSummary = (given.words[0] ?? '').trim()
  if (customerId === '') throw new AppError('invalid', 'Say whose it is with --customer ID.')
  if (issueSummary === '') throw new AppError('invalid', 'Say what it is about.')
  const named = Object.entries(said).flatMap(([flag, member]) => {
    const text = given.text(flag)
    return text === null ? [] : [[member, text] as const]
  })
  const customer = told.flatMap((flag) => {
    const text = given.text(flag)
    return text === null ? [] : [[flag, text] as const]
  })
  return {
    channel: 'ticket',
    customerId,
    issueSummary,
    ...Object.fromEntries(named),
    ...(customer.length > 0 && { customer: Object.fromEntries(customer) }),
    ...(given.list('tags') !== null && { tags: given.list('tags') ?? [] }),
  }
}
