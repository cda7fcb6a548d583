import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addMember,
  createToken,
  issuePass,
  issueSignInLink,
  revokeSession,
  revokeToken,
  signInWithLink,
  unlimitedGrant,
} from '../../modules/access/index.ts'
import { principalWith } from '../../modules/access/testing/test-installation-store.ts'
import { createChat } from '../../modules/chat/index.ts'
import { foreignOrigins } from '../../platform/testing/foreign-origins.ts'
import { type ChatNodes, openChatNodes, ownOrigin } from './testing/chat-nodes.ts'
import { type ChatSocket, openChatSocket } from './testing/chat-socket.ts'

let nodes: ChatNodes
beforeAll(async () => {
  nodes = await openChatNodes()
})
afterAll(() => nodes.close())

describe('whose socket it is', () => {
  it('may be shown by a header or the first frame, from any page', async () => {
    const { desk, here } = nodes
    const chat = await desk.chat()
    const headers = { authorization: `Bearer ${chat.token}`, origin: 'https://shop.example' }
    const byHeader = await here.open(chat, '', { headers })
    await byHeader.frame('hello')
    byHeader.end()
    const byFrame = await here.open(chat, '', {})
    byFrame.send({ type: 'authenticate', token: chat.token })
    await byFrame.frame('hello')
    byFrame.end()
    const silent = await here.open(chat, '', {})
    expect(await silent.closed).toEqual({ code: 1008, reason: 'unauthenticated' })
  })

  it('is refused for another chat, a wrong token, a pass of another page and an address that is none', async () => {
    const { desk, here } = nodes
    const [chat, other] = [await desk.chat(), await desk.chat()]
    const by = (token: string) => ({ protocols: ['switchyard.v1', `bearer.${token}`] })
    await expect(here.open(other, '', by(chat.token))).rejects.toThrow('status 404')
    await expect(here.open(chat, '', by('sy_nonsense'))).rejects.toThrow('status 401')
    await expect(here.open(chat, '?after=x')).rejects.toThrow('status 400')
    await expect(here.open(chat, '', { protocols: ['switchyard.v1', 'pass.x'] })).rejects.toThrow('status 403')
    await expect(here.open(chat, '', { protocols: ['other.v1'] })).rejects.toThrow('status 400')
    const own = { protocols: ['switchyard.v1', 'pass.x'], headers: { origin: ownOrigin } }
    await expect(here.open(chat, '', own)).rejects.toThrow('status 401')
    const nowhere = here.address(chat).replace('chat_', 'call_')
    await expect(openChatSocket(nowhere, by(chat.token))).rejects.toThrow('status 404')
    await expect(openChatSocket(here.address(chat).replace('/stream', ''), {})).rejects.toThrow('status 404')
  })

  it('counts with a pass from our own pages only, and never by a cookie', async () => {
    const { desk, here } = nodes
    const chat = await desk.chat()
    const others = foreignOrigins(ownOrigin)
    expect(others.length).toBeGreaterThanOrEqual(50)
    for (const origin of others) {
      const pass = here.open(chat, '', { protocols: ['switchyard.v1', 'pass.x'], headers: { origin } })
      await expect(pass, origin).rejects.toThrow('status 403')
    }
    const headers = { cookie: '__Host-switchyard=x; switchyard_session=x', origin: ownOrigin }
    const byCookie = await here.open(chat, '', { headers })
    expect(await byCookie.closed).toEqual({ code: 1008, reason: 'unauthenticated' })
  })

  it('shows a partner what is said and not the name of who says it', async () => {
    const { desk, here } = nodes
    const { secret, token } = await createToken(desk.context, { ...unlimitedGrant, name: 'partner', role: 'partner' })
    await desk.ticket({ customerId: 'known-guest', customer: { name: 'Rui Costa' } })
    const partner = desk.home.contextOf(principalWith(['*'], { id: token.id, partnerId: token.id }))
    const about = { customerId: 'known-guest', language: 'en', issueSummary: 'Cannot sign in' }
    const opened = await createChat(partner, { request: about, hasKey: false })
    const chat = { ...opened.chat, token: opened.token }
    await desk.say(desk.asCustomer(chat), chat, 'Before')
    const headers = { authorization: `Bearer ${secret}` }
    const [theirs, page] = [await here.open(chat, '', { headers }), await here.open(chat)]
    for (const socket of [theirs, page]) await socket.until(() => socket.seqs().length === 1)
    await desk.say(desk.asCustomer(chat), chat, 'After')
    const namesIn = async (socket: ChatSocket) => {
      await socket.until(() => socket.seqs().length === 2)
      return socket.ofType('message').map(({ message }) => (message as { author: { name: string } }).author.name)
    }
    expect(await namesIn(theirs)).toEqual([null, null])
    expect(await namesIn(page)).toEqual(['Rui Costa', 'Rui Costa'])
    for (const socket of [theirs, page]) socket.end()
  })

  it('has room for five pages of its customer', async () => {
    const { desk, here } = nodes
    const chat = await desk.chat()
    const pages = await Promise.all(Array.from({ length: 5 }, () => here.open(chat)))
    await Promise.all(pages.map((page) => page.frame('hello')))
    expect(await (await here.open(chat)).closed).toEqual({ code: 1013, reason: 'too_many_sockets' })
    const { secret } = await createToken(desk.context, { ...unlimitedGrant, name: 'desk', role: 'admin' })
    const person = await here.open(chat, '', { headers: { authorization: `Bearer ${secret}` } })
    await person.frame('hello')
    pages[0]?.end()
    await pages[0]?.closed
    await expect.poll(() => here.hub.count()).toBeLessThan(6)
    const again = await here.open(chat)
    await again.frame('hello')
    for (const page of [...pages, person, again]) page.end()
  })

  it('ends when the session of who opened it is signed out', async () => {
    const { desk, here } = nodes
    const chat = await desk.chat()
    const installation = desk.home.here
    const email = 'socket-person@example.test'
    await addMember(desk.context, { email, name: 'A person', role: 'admin' })
    const token = (await issueSignInLink(installation, email)) ?? ''
    const device = { userAgent: 'test', address: '127.0.0.1' }
    const { sessionId } = await signInWithLink(installation, { token, device, oldCookie: null })
    const { workspace } = desk.context
    const { pass } = await issuePass(installation, { sessionId, workspace })
    const headers = { origin: ownOrigin }
    const person = await here.open(chat, '', { protocols: ['switchyard.v1', `pass.${pass}`], headers })
    await person.frame('hello')
    const [row] = await desk.home.query<{ userId: string }>('select user_id as "userId" from sessions where id = $1', [
      sessionId,
    ])
    await revokeSession(installation, { sessionId, userId: row?.userId ?? '' } as Parameters<typeof revokeSession>[1])
    expect(await person.closed).toEqual({ code: 1008, reason: 'session_ended' })
  })

  it('ends when its token is revoked, in another process too', async () => {
    const { desk, here, elsewhere } = nodes
    const chat = await desk.chat()
    const [page, other] = [await here.open(chat), await elsewhere.open(chat)]
    await Promise.all([page.frame('hello'), other.frame('hello')])
    const [row] = await desk.home.query<{ id: string }>('select id from service_tokens where chat_id = $1', [chat.id])
    await revokeToken(desk.context, { tokenId: row?.id ?? '' })
    expect(await page.closed).toEqual({ code: 1008, reason: 'session_ended' })
    expect(await other.closed).toEqual({ code: 1008, reason: 'session_ended' })
  })
})
