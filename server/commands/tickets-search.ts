import { currentWorkflow } from '../modules/workflow/index.ts'
import {
  listTickets,
  presentTicket,
  type Ticket,
  type TicketPage,
  ticketSorts,
  wholeList,
} from '../modules/tickets/index.ts'
import { AppError } from '../platform/errors.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import type { Command, Terminal } from './command.ts'
import type { Arguments } from './read-arguments.ts'
import { withCore } from './with-core.ts'

export const command: Command = {
  usage: '["QUERY"] [--workspace SLUG] [--sort newest|relevance] [--limit 20] [--json]',
  help: `
Finds tickets by the grammar that the API and the console take: words, "phrases", -words, beginnings*, and fields.
Works while the server runs and while it is stopped.

  switchyard tickets search 'status:open priority:high,critical refund -spam "out of order"'

  --sort    newest first (the usual), or the best of the newest 1,000 that match
  --json    one ticket a line, as the API writes it
`,
  options: { workspace: 'value', sort: 'value', limit: 'value', json: 'switch' },
  words: [0, 1],
  run: (given, terminal) =>
    withCore(given.settings, terminal, async ({ core }) => {
      const context = await chooseWorkspace(core, given.text('workspace'))
      const limit = given.number('limit', { unlessSaid: 20, least: 1, most: 200 })
      const q = given.words[0] ?? ''
      const page = await listTickets(context, { ...wholeList, q, sort: sortOf(given), limit })
      const workflow = await currentWorkflow(context)
      for (const ticket of page.tickets)
        terminal.out(
          given.isOn('json') ? JSON.stringify(presentTicket(ticket, workflow, context.principal)) : lineOf(ticket),
        )
      tellMore(page, terminal)
      return 0
    }),
}

function sortOf(given: Arguments) {
  const asked = given.text('sort') ?? 'newest'
  const sort = ticketSorts.find((known) => known === asked)
  if (sort === undefined) throw new AppError('invalid', `--sort takes one of: ${ticketSorts.join(', ')}.`)
  return sort
}

function lineOf(ticket: Ticket): string {
  const { number, status, priority, queue, customer, issueSummary, createdAt } = ticket
  const at = new Date(createdAt).toISOString().slice(0, 16)
  const who = customer.name ?? customer.externalId
  return `#${number}  ${at}  ${priority.padEnd(8)}  ${status.padEnd(16)}  ${queue.padEnd(18)}  ${who}: ${issueSummary}`
}

function tellMore({ tickets, next, corrections }: TicketPage, terminal: Terminal): void {
  for (const { written, words } of corrections)
    terminal.tell(`Hardly any ticket says "${written}"; also: ${words.join(', ')}.`)
  if (tickets.length === 0) terminal.tell('No ticket is like that.')
  if (next !== null) terminal.tell(`There are more than these ${tickets.length}; --limit takes up to 200.`)
}
