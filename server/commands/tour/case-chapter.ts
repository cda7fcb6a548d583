import { idOf } from './ticket-chapters.ts'
import type { TourGuide } from './tour-client.ts'

const shown = ['id', 'number', 'status', 'level', 'reasonLabel', 'severity', 'dueAt', 'review']

/** A ticket is escalated, looked into, and kept from being decided by whoever opened the case. */
export async function playCase(guide: TourGuide, ticketId: string): Promise<void> {
  guide.chapter('Risk Review', 'a case of its own beside the ticket; whoever opened it never decides it')
  const body = { ticketId, reason: 'account_security', note: 'Signed in from a new country.' }
  const escalate = { method: 'POST', path: '/v1/case/escalate', body } as const
  const opened = await guide.show(escalate, shown)
  guide.expect('a case is opened', [opened.status, opened.body['status'], opened.body['level']], [201, 'opened', 1])
  const again = await guide.ask(escalate)
  guide.expect('for the same reason it is the same case', [again.status, idOf(again)], [200, idOf(opened)])

  const path = `/v1/cases/${idOf(opened)}`
  const post = (to: string, sent: object) => guide.ask({ method: 'POST', path: `${path}/${to}`, body: sent })
  const skipped = await post('transitions', { to: 'decision' })
  guide.expect('no lane is skipped', [skipped.status, skipped.body['legal']], [409, ['triage']])
  for (const to of ['triage', 'investigating']) await post('transitions', { to })
  const piece = await post('evidence', { kind: 'link', url: 'https://processor.example/log/1', text: 'The log.' })
  guide.expect('evidence is kept', piece.status, 201)
  await post('checks/device_session', { result: 'fail', note: 'First seen that hour.' })
  await post('checks/account_history', { result: 'pass' })
  const put = await guide.show({ method: 'POST', path: `${path}/transitions`, body: { to: 'decision' } }, [
    'status',
    'checksAsked',
    'checksAnswered',
    'review',
  ])
  guide.expect('it waits for its decision', [put.body['status'], put.body['checksAnswered']], ['decision', 2])
  const decision = { method: 'POST', path: `${path}/decision`, body: { outcome: 'confirmed', note: 'Reset.' } } as const
  const own = await guide.show(decision, ['status', 'code', 'reason', 'detail'])
  guide.expect('and not for its opener', [own.status, own.body['code']], [403, 'four_eyes'])
}
