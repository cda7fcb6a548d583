import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { type CaseDesk, openCaseDesk } from '../cases/testing/case-desk.ts'
import { mergeTickets, sayOnTicket, unmergeTicket } from '../merging/index.ts'
import type { Ticket } from '../tickets/index.ts'
import { dataMap, notCopied } from './data-map.ts'
import { exportCustomer } from './index.ts'
import { giveColumnsTheirOwnMarks } from './testing/column-marks-store.ts'
import { openMarkedCustomer } from './testing/marked-customer-store.ts'

let desk: CaseDesk
beforeAll(async () => {
  desk = await openCaseDesk()
})
afterAll(() => desk.close())

const copyOf = async (customerId: string) => {
  const parts = await exportCustomer(desk.context, { customerId })
  if (parts === null) throw new Error('There is no such customer.')
  return (await Array.fromAsync(parts)).join('')
}
/** What has one of a few forms, and so no mark; `export-customer.test.ts` looks for it by name. */
const ofKnownForm = ['case_evidence.file_id', 'customer_contacts.kind', 'files.media_type', 'files.sha256']
const personal = Object.entries(dataMap).flatMap(([table, fates]) =>
  [fates.blanked, fates.removed].flatMap((names) => names?.split(' ').map((name) => `${table}.${name}`) ?? []),
)

describe('the copy and the map of the data', () => {
  it('agree: what is personal is in the copy, or is named with the reason why not', async () => {
    const { customerId, marks } = await openMarkedCustomer(desk)
    const [, , digits = '', secret = ''] = marks
    const copied = personal.filter((column) => notCopied[column] === undefined && !ofKnownForm.includes(column))
    const query = <Row>(text: string, values?: unknown[]) => desk.home.query<Row>(text, values)
    await query('update customers set language = $2, timezone = $2 where id = $1', [customerId, secret])
    await query('update service_tokens set portal_address = $2 where customer_id = $1', [customerId, secret])
    const markOf = await giveColumnsTheirOwnMarks(query, copied, { digits, secret })
    const text = await copyOf(customerId)
    expect(copied.filter((column) => !text.includes(markOf.get(column) ?? 'never marked'))).toEqual([])
    // Reasons are for what is personal, and is not copied after all.
    expect(Object.keys(notCopied).filter((column) => !personal.includes(column))).toEqual([])
  })
})

describe('the copies of two customers whose tickets were merged', () => {
  const say = (ticket: Ticket, body: string, more: object = {}) =>
    sayOnTicket(desk.context, {
      ticketId: ticket.id,
      body,
      visibility: 'public',
      clientId: null,
      asCustomer: true,
      lastSeenSeq: null,
      ...more,
    })

  it('hold each its own words, while they are merged and after it is undone', async () => {
    const [mine, theirs] = [`mine${newId()}`, `theirs${newId()}`]
    const source = await desk.ticket({ customerId: `one-${newId()}`, message: `${mine} first` })
    const target = await desk.ticket({ customerId: `two-${newId()}`, message: `${theirs} first` })
    const into = { into: target.id, reason: null, allowOtherCustomer: true }
    await mergeTickets(desk.context, { ticketId: source.id, ...into })
    await say(source, `${mine} while merged`)
    await say(source, `${mine} answered`, { asCustomer: false })
    await say(target, `${theirs} while merged`)
    const saidIn = async (ticket: Ticket) => {
      const text = await copyOf(ticket.customer.id)
      const copy = JSON.parse(text) as { tickets: { messages: { body: string }[] }[] }
      expect(text.includes(mine) && text.includes(theirs)).toBe(false)
      return copy.tickets.flatMap(({ messages }) => messages.map(({ body }) => body))
    }
    const own = [`${mine} first`, `${mine} while merged`, `${mine} answered`]
    const others = [`${theirs} first`, `${theirs} while merged`]
    expect([await saidIn(source), await saidIn(target)]).toEqual([own, others])
    await unmergeTicket(desk.context, { ticketId: source.id })
    expect([await saidIn(source), await saidIn(target)]).toEqual([own, others])
  })
})
