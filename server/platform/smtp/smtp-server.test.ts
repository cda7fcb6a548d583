import { describe, expect, it } from 'vitest'
import { smtpServer } from './smtp-server.ts'

describe('a mail server', () => {
  it('is spoken to by TLS unless it is on this machine, where TLS is used if it is offered', () => {
    expect(smtpServer('smtp://ana%40acme.com:p%2Fw@mail.acme.com')).toEqual({
      host: 'mail.acme.com',
      port: 587,
      isImplicit: false,
      tls: 'required',
      login: { user: 'ana@acme.com', password: 'p/w' },
    })
    expect(smtpServer('smtps://mail.acme.com/')).toMatchObject({
      port: 465,
      isImplicit: true,
      tls: 'required',
      login: null,
    })
    expect(smtpServer('smtp://localhost:1025')).toMatchObject({ port: 1025, tls: 'offered' })
    expect(smtpServer('smtp://[::1]:25')).toMatchObject({ host: '::1', tls: 'offered' })
    expect(smtpServer('smtp://10.0.0.4:25?tls=none')).toMatchObject({ tls: 'none' })
    expect(smtpServer('smtps://10.0.0.4?tls=unverified')).toMatchObject({ tls: 'unverified' })
  })

  it.each([
    ['mail.acme.com', 'expected a URL'],
    ['http://mail.acme.com', 'expected a URL'],
    ['smtp://', 'expected a URL'],
    ['smtp://ana:hidden/word@mail.acme.com', 'expected'],
    ['smtp://ana:hidden@mail.acme.com#x', 'nothing behind the host'],
    ['smtp://ana@mail.acme.com', 'both a user and a password'],
    ['smtp://ana:hid%zzden@mail.acme.com', 'hexadecimal'],
    ['smtp://mail.acme.com?tls=maybe', 'tls=required'],
    ['smtp://mail.acme.com?secure=false', 'no parameter but tls'],
    ['smtps://mail.acme.com?tls=none', 'write smtp:'],
    ['smtp://ana:hidden@mail.acme.com?tls=none', 'in the clear'],
  ])('%s is refused in words that repeat no part of it', (text, words) => {
    expect(() => smtpServer(text)).toThrow(words)
    expect(() => smtpServer(text)).not.toThrow(/hidden|hid%|ana/)
  })
})
