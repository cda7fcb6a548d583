import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { authenticateSession } from './authenticate-session.ts'
import { hashPassword, nobodysHash } from './password.ts'
import { ensureAdmin } from './ensure-admin.ts'
import { setPassword } from './set-password.ts'
import { issueSignInLink, signInWithLink } from './sign-in-with-link.ts'
import { signInWithPassword } from './sign-in-with-password.ts'
import { arrival, openTestInstallation, wrapped } from './testing/test-installation-store.ts'
import { removeExpired } from './remove-expired.ts'

const test = await openTestInstallation()
afterAll(test.close)
const { here, workspace } = test
const password = 'correct horse battery'
const minuteMs = 60_000
const wrong = { code: 'unauthenticated', message: 'The e-mail address or the password is wrong.' }
let count = 0
let email = ''

beforeEach(async () => {
  email = `person-${++count}@example.com`
  await ensureAdmin(here, { workspace, email, name: 'Ada' })
  test.advance(16 * minuteMs)
})

async function signInByLink(oldCookie: string | null = null) {
  const token = (await issueSignInLink(here, email)) ?? ''
  return signInWithLink(here, { ...arrival, token, oldCookie })
}

async function withPassword(): Promise<void> {
  const { userId, sessionId } = await signInByLink()
  const address = arrival.device.address
  await setPassword(here, { userId, sessionId, currentPassword: null, newPassword: password, address })
}

const tryPassword = (as: string, guess: string, address = arrival.device.address) =>
  signInWithPassword(here, { ...arrival, device: { ...arrival.device, address }, email: as, password: guess })

describe('a one-time link', () => {
  it('signs in, whatever the case of the address it was asked for', async () => {
    const token = (await issueSignInLink(here, ` ${email.toUpperCase()} `)) ?? ''
    const session = await signInWithLink(here, { ...arrival, token })
    expect(await authenticateSession(here, session.secret, null)).toMatchObject({ workspace, userId: session.userId })
  })

  it('is made for nobody who is unknown', async () => {
    expect(await issueSignInLink(here, 'nobody@example.com')).toBeNull()
    expect(await issueSignInLink(here, '')).toBeNull()
  })

  it('works once, also when 64 calls race for it', async () => {
    const token = (await issueSignInLink(here, email)) ?? ''
    const calls = Array.from({ length: 64 }, () => signInWithLink(here, { ...arrival, token }))
    const results = await Promise.allSettled(calls)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(new Set(refused.map((error) => error.code))).toEqual(new Set(['unauthenticated']))
  })

  it('works for ten minutes', async () => {
    const token = (await issueSignInLink(here, email)) ?? ''
    test.advance(10 * minuteMs)
    await expect(signInWithLink(here, { ...arrival, token })).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it.each(wrapped('', ' ', '0', null, undefined, 0, true, [], [''], {}, 'A'.repeat(43)))('is not %j', async (token) => {
    const attempt = signInWithLink(here, { ...arrival, token: token as string })
    await expect(attempt).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('is stored as a hash only', async () => {
    const token = (await issueSignInLink(here, email)) ?? ''
    const rows = await test.query<{ hash: string }>(`select encode(token_hash, 'escape') as hash from sign_in_links`)
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('ends the session the browser came with and never goes on with its id', async () => {
    const before = await signInByLink()
    const after = await signInByLink(before.secret)
    expect(after.sessionId).not.toBe(before.sessionId)
    await expect(authenticateSession(here, before.secret, null)).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})

describe('a password', () => {
  it('signs in', async () => {
    await withPassword()
    const session = await tryPassword(email.toUpperCase(), password)
    expect(await authenticateSession(here, session.secret, 'home')).toMatchObject({ userId: session.userId })
  })

  it('is refused in the same words for an unknown address, an account without one, and a wrong one', async () => {
    await expect(tryPassword('nobody@example.com', password)).rejects.toMatchObject(wrong)
    await expect(tryPassword(email, password)).rejects.toMatchObject(wrong)
    await withPassword()
    await expect(tryPassword(email, `${password}.`)).rejects.toMatchObject(wrong)
  })

  it('costs an unknown address the same work as a known one', async () => {
    const costs = (hash: string) => hash.split('$').slice(0, 4)
    expect(costs(nobodysHash)).toEqual(['', 'argon2id', 'v=19', 'm=19456,t=2,p=1'])
    expect(costs(await hashPassword(here.memory, password))).toEqual(costs(nobodysHash))
  })

  it.each(wrapped('', '   ', null, undefined, 0, [], ['a'], {}, 'x'.repeat(129)))('is never %j', async (guess) => {
    await withPassword()
    await expect(tryPassword(email, guess as string)).rejects.toMatchObject(wrong)
    await expect(tryPassword(guess as string, password)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('may be tried ten times in 15 minutes, from any number of addresses, racing or not', async () => {
    await withPassword()
    const guesses = Array.from({ length: 24 }, (_, at) => tryPassword(email, `guess ${at}`, `203.0.113.${at}`))
    const codes = (await Promise.allSettled(guesses)).map((result) =>
      result.status === 'rejected' ? String(result.reason.code) : 'in',
    )
    expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(10)
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(14)
    const refused = tryPassword(email, password)
    await expect(refused).rejects.toMatchObject({ code: 'rate_limited', details: { retryAfterSeconds: 900 } })
  })

  it('is counted the same for an address nobody has', async () => {
    const guess = () => tryPassword('no-one@example.com', 'guess guess')
    for (let at = 0; at < 10; at++) await expect(guess()).rejects.toMatchObject(wrong)
    await expect(guess()).rejects.toMatchObject({ code: 'rate_limited' })
  })

  it('can be tried again after 15 quiet minutes, which refused tries do not prolong', async () => {
    await withPassword()
    for (let at = 0; at < 10; at++) await tryPassword(email, 'guess guess').catch(() => {})
    test.advance(14 * minuteMs)
    await expect(tryPassword(email, password)).rejects.toMatchObject({ code: 'rate_limited' })
    test.advance(minuteMs)
    await expect(tryPassword(email, password)).resolves.toBeDefined()
  })

  it('is never verified more than ten times in any 15 minutes, however the tries are spread', async () => {
    const verified: number[] = []
    for (let step = 0; step < 120; step++) {
      const guess = tryPassword('spread@example.com', 'guess guess', `198.51.100.${step}`)
      const code = await guess.then(
        () => 'in',
        (error) => error.code,
      )
      if (code === 'unauthenticated') verified.push(here.now())
      test.advance(step % 2 === 0 ? 20_000 : 45_000)
    }
    for (const start of verified) {
      expect(verified.filter((at) => at >= start && at < start + 15 * minuteMs).length).toBeLessThanOrEqual(10)
    }
    expect(verified.length).toBeGreaterThan(10)
  })

  it('counts anew after a right one', async () => {
    await withPassword()
    for (let round = 0; round < 3; round++) {
      for (let at = 0; at < 9; at++) await expect(tryPassword(email, 'guess guess')).rejects.toMatchObject(wrong)
      await tryPassword(email, password)
    }
  })

  it('leaves the one-time link open to somebody whose account is being guessed', async () => {
    await withPassword()
    for (let at = 0; at < 11; at++) await tryPassword(email, 'guess guess').catch(() => {})
    await expect(signInByLink()).resolves.toBeDefined()
  })

  it('may be tried a hundred times from one address, its /64 counted as one', async () => {
    await test.query(`delete from sign_in_failures`)
    await tryPassword('one@example.com', 'guess guess', '2001:db8:1:2::1').catch(() => {})
    await test.query(`update sign_in_failures set failures = 99 where subject like 'address:%'`)
    const next = (as: string, address: string) => tryPassword(as, 'guess guess', address)
    await expect(next('two@example.com', '2001:db8:1:2:aaaa::9')).rejects.toMatchObject(wrong)
    await expect(next('three@example.com', '2001:db8:1:2::1')).rejects.toMatchObject({ code: 'rate_limited' })
    await expect(next('three@example.com', '2001:db8:1:3::1')).rejects.toMatchObject(wrong)
  })
})

describe('setting a password', () => {
  it('ends the other sessions and open links, and keeps the one that asks', async () => {
    const [own, other] = [await signInByLink(), await signInByLink()]
    const link = (await issueSignInLink(here, email)) ?? ''
    await authenticateSession(here, other.secret, null)
    await setPassword(here, { ...own, currentPassword: null, newPassword: password, address: '192.0.2.7' })
    await expect(authenticateSession(here, own.secret, null)).resolves.toBeDefined()
    await expect(authenticateSession(here, other.secret, null)).rejects.toMatchObject({ code: 'unauthenticated' })
    const late = signInWithLink(here, { ...arrival, token: link })
    await expect(late).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('asks for the current one, and counts wrong ones', async () => {
    await withPassword()
    const own = await signInByLink()
    const change = (currentPassword: string | null) =>
      setPassword(here, { ...own, currentPassword, newPassword: 'another long one', address: '192.0.2.7' })
    for (const guess of [null, '', 'guess']) await expect(change(guess)).rejects.toMatchObject({ code: 'invalid' })
    for (let at = 0; at < 7; at++) await change('guess').catch(() => {})
    await expect(change(password)).rejects.toMatchObject({ code: 'rate_limited' })
    test.advance(15 * minuteMs)
    await change(password)
    await expect(tryPassword(email, 'another long one')).resolves.toBeDefined()
  })

  it.each(['short', 'password123', 'aaaaaaaaaaaa', 'x'.repeat(129)])('refuses %s', async (newPassword) => {
    const own = await signInByLink()
    const change = setPassword(here, { ...own, currentPassword: null, newPassword, address: '192.0.2.7' })
    await expect(change).rejects.toMatchObject({ code: 'invalid', fields: [{ pointer: '/newPassword' }] })
  })
})

describe('what is over', () => {
  it('is removed by the daily chore', async () => {
    await signInByLink()
    await issueSignInLink(here, email)
    await tryPassword(email, 'guess guess').catch(() => {})
    test.advance(25 * 60 * minuteMs)
    const fresh = await signInByLink()
    expect(await removeExpired(here)).toBeGreaterThanOrEqual(4)
    await expect(authenticateSession(here, fresh.secret, null)).resolves.toBeDefined()
    expect(await test.query('select from sessions')).toHaveLength(1)
    expect(await test.query('select from sign_in_failures')).toHaveLength(0)
  })
})
