import { afterAll, describe, expect, it } from 'vitest'
import { foreignOrigins } from '../platform/testing/foreign-origins.ts'
import { openTestDesk, ownOrigin, timing, withPass } from './testing/test-desk.ts'
import { openSocket } from './testing/test-socket.ts'

const desk = await openTestDesk()
afterAll(() => desk.close())

describe('opening a socket', () => {
  it('with a service token gives a greeting and then the workspace’s events, and no other’s', async () => {
    const [here, there] = [await desk.newContext(), await desk.newContext()]
    const client = await desk.follow(here)
    const hello = await client.first('hello')
    expect(hello.heartbeatMs).toBe(timing.heartbeatMs)
    await desk.append(there)
    await desk.append(here)
    const { event } = await client.first('event')
    expect(event).toMatchObject({ type: 'order.saved', data: { status: 'placed' }, actor: { kind: 'system' } })
    expect(client.seqs()).toEqual((await desk.seqsOf(here)).filter((seq) => seq > hello.seq))
    client.socket.close()
  })

  it('with a pass selects our protocol, and works only once', async () => {
    const { workspace } = await desk.newContext()
    const pass = await (await desk.signIn(workspace)).pass()
    const client = await openSocket(desk.address(), withPass(pass))
    expect(client.socket.protocol).toBe('switchyard.v1')
    await client.first('hello')
    await expect(openSocket(desk.address(), withPass(pass))).rejects.toThrow('status 401')
    client.socket.close()
  })

  it('is refused from every origin but our own', async () => {
    const { workspace } = await desk.newContext()
    const { pass } = await desk.signIn(workspace)
    const others = foreignOrigins(ownOrigin)
    expect(others.length).toBeGreaterThanOrEqual(50)
    const shown = await pass()
    for (const origin of [...others, null]) {
      const opened = openSocket(desk.address(), withPass(shown, origin))
      await expect(opened, String(origin)).rejects.toThrow('status 403')
    }
    const token = await desk.newToken(desk.service.contextOf(workspace))
    for (const origin of others) {
      const opened = openSocket(desk.address(), { headers: { ...token.headers, origin } })
      await expect(opened, origin).rejects.toThrow('status 403')
    }
    // No page has used it up.
    const own = await openSocket(desk.address(), withPass(shown))
    await own.first('hello')
    own.socket.close()
  })

  it('is refused without a proof that holds, and never for a cookie', async () => {
    await expect(openSocket(desk.address(), { headers: { authorization: 'Bearer sy_nonsense' } })).rejects.toThrow(
      'status 401',
    )
    await expect(openSocket(desk.address('?after=-1'))).rejects.toThrow('status 400')
    await expect(openSocket(desk.address(), { protocols: ['other.v1'] })).rejects.toThrow('status 400')
    const client = await openSocket(desk.address(), { headers: { cookie: 'switchyard=anything', origin: ownOrigin } })
    expect(await client.closed).toEqual({ code: 1008, reason: 'unauthenticated' })
    expect(client.frames).toEqual([{ type: 'error', code: 'unauthenticated', requestId: expect.any(String) }])
  })

  it('may prove itself by the first frame', async () => {
    const context = await desk.newContext()
    const { secret } = await desk.newToken(context)
    const client = await openSocket(desk.address())
    client.send({ type: 'authenticate', token: secret })
    await client.first('hello')
    client.send({ type: 'authenticate', token: 'ignored now' })
    const { pass } = await desk.signIn(context.workspace)
    // Made before: who keeps to itself whose it is for too long is closed.
    const passes = [await pass(), await pass()]
    const page = await openSocket(desk.address(), { headers: { origin: ownOrigin } })
    page.send({ type: 'authenticate', pass: passes[0] })
    await page.first('hello')
    const program = await openSocket(desk.address())
    program.send({ type: 'authenticate', pass: passes[1] })
    expect((await program.closed).code).toBe(1008)
    client.socket.close()
    page.socket.close()
  })

  it('answers 404 to upgrades elsewhere', async () => {
    await expect(openSocket(desk.address().replace('realtime', 'nothing'))).rejects.toThrow('status 404')
  })
})
