import { afterAll, describe, expect, it } from 'vitest'
import { createAgent, setPresence } from '../modules/agents/index.ts'
import type { Context } from '../platform/context.ts'
import { encodeId } from '../platform/ids.ts'
import { openTestDesk, withPass } from './testing/test-desk.ts'
import { openSocket } from './testing/test-socket.ts'

const desk = await openTestDesk()
afterAll(() => desk.close())

async function addAgent(context: Context, memberId: string | null): Promise<string> {
  return (await createAgent(context, { name: 'Ana', memberId }, () => ({ ok: true }))).id
}

async function setAway(context: Context, agentId: string): Promise<void> {
  await setPresence(context, { agentId, state: 'away', reason: null, source: 'api' })
}

describe('a socket about oneself', () => {
  it('hears what is about its agent and nothing else, live and resumed', async () => {
    const context = await desk.newContext()
    const person = await desk.signIn(context.workspace)
    const own = await addAgent(context, person.memberId)
    const other = await addAgent(context, null)
    const client = await openSocket(desk.address('?about=me'), withPass(await person.pass()))
    const { seq } = await client.first('hello')
    await setAway(context, other)
    await desk.append(context, 3)
    await setAway(context, own)
    const event = await client.event('agent.presence_changed')
    expect(event.subject).toMatchObject({ id: encodeId('agent', own) })
    // The feed may have told of its creation only after the socket was open.
    const heard = client.frames.flatMap((frame) => (frame.type === 'event' ? [frame.event.subject?.id] : []))
    expect(new Set(heard)).toEqual(new Set([encodeId('agent', own)]))
    client.socket.close()
    const resumed = await openSocket(desk.address(`?about=me&after=${seq}`), withPass(await person.pass()))
    await resumed.event('agent.presence_changed')
    expect(resumed.seqs()).toEqual(client.seqs())
    resumed.socket.close()
  })

  it('goes on with the other socket of the same agent when one of the two is closed', async () => {
    const context = await desk.newContext()
    const person = await desk.signIn(context.workspace)
    const own = await addAgent(context, person.memberId)
    const open = async () => openSocket(desk.address('?about=me'), withPass(await person.pass()))
    const [first, second] = [await open(), await open()]
    await Promise.all([first.first('hello'), second.first('hello')])
    first.socket.close()
    await first.closed
    await setAway(context, own)
    await second.event('agent.presence_changed')
    expect(first.seqs()).toEqual([])
    second.socket.close()
  })

  it('is told that others stirred, once for many events, and where it stands', async () => {
    const context = await desk.newContext()
    const person = await desk.signIn(context.workspace)
    await addAgent(context, person.memberId)
    const client = await openSocket(desk.address('?about=me'), withPass(await person.pass()))
    const { seq } = await client.first('hello')
    const everybody = await desk.follow(context)
    await everybody.first('hello')
    await desk.append(context, 3)
    const last = (await desk.seqsOf(context)).at(-1) ?? 0
    await client.until(() => client.frames.some((frame) => frame.type === 'stir' && frame.seq >= last))
    expect(last).toBeGreaterThan(seq)
    const heard = client.frames.flatMap((frame) => (frame.type === 'event' ? [frame.event.type] : []))
    expect(heard.filter((type) => !type.startsWith('agent.'))).toEqual([])
    await everybody.until(() => everybody.seqs().includes(last))
    expect(everybody.frames.some(({ type }) => type === 'stir')).toBe(false)
    for (const { socket } of [client, everybody]) socket.close()
  })

  it('is refused to who is no agent, and any other topic to everybody', async () => {
    const context = await desk.newContext()
    const { headers } = await desk.newToken(context)
    for (const query of ['?about=me', '?about=you', '?about='])
      await expect(openSocket(desk.address(query), { headers })).rejects.toThrow(/400/)
    const later = await openSocket(desk.address('?about=me'), {})
    later.send({ type: 'authenticate', token: headers.authorization.slice('Bearer '.length) })
    expect(await later.closed).toMatchObject({ code: 1008 })
  })
})
