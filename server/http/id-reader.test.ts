import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { encodeId, newId } from '../platform/ids.ts'
import { compileIdReader } from './id-reader.ts'
import { id, nullable } from './schemas.ts'

const [ticket, agent, task] = [newId(), newId(), newId()]
const written = { ticket: encodeId('ticket', ticket), agent: encodeId('agent', agent), task: encodeId('task', task) }

describe('ids in accepted input', () => {
  it('become uuids wherever the schema has them', () => {
    const schema = Type.Object({
      ticketId: id('ticket'),
      agentId: nullable(id('agent')),
      subject: Type.Union([id('ticket'), id('task')]),
      others: Type.Array(id('ticket')),
      nested: Type.Object({ items: Type.Array(Type.Object({ taskId: Type.Optional(id('task')) })) }),
      wrapped: nullable(Type.Object({ agentId: id('agent') })),
      text: Type.String(),
    })
    const value = {
      ticketId: written.ticket,
      agentId: null,
      subject: written.task,
      others: [written.ticket],
      nested: { items: [{ taskId: written.task }, {}] },
      wrapped: { agentId: written.agent },
      text: written.ticket,
    }
    expect(compileIdReader(schema)?.(value)).toEqual({
      ticketId: ticket,
      agentId: null,
      subject: task,
      others: [ticket],
      nested: { items: [{ taskId: task }, {}] },
      wrapped: { agentId: agent },
      text: written.ticket,
    })
  })

  it('cost nothing where a schema has none', () => {
    expect(compileIdReader(Type.Object({ text: Type.String(), list: Type.Array(Type.Integer()) }))).toBeNull()
  })
})
