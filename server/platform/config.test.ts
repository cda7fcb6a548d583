import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSettings, settingsTable } from './config.ts'

describe('settings', () => {
  it('have defaults that start a whole service on this machine only', () => {
    const settings = readSettings([], {})
    expect(settings).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      dataFolder: resolve('.switchyard'),
      databaseUrl: null,
      roles: ['api', 'router', 'worker'],
      hasExample: true,
      publicUrl: 'http://127.0.0.1:8080',
      drainWaitMs: 0,
      shedAfterMs: 250,
      logLevel: 'info',
      outboundAllow: [],
    })
  })

  it('come from the environment, and flags win', () => {
    const env = {
      PORT: '9000',
      HOST: '0.0.0.0',
      LOG_LEVEL: 'debug',
      OUTBOUND_ALLOW: '127.0.0.0/8, ::1',
      DRAIN_WAIT: '5s',
    }
    expect(readSettings([], env)).toMatchObject({
      port: 9000,
      publicUrl: 'http://localhost:9000',
      logLevel: 'debug',
      outboundAllow: ['127.0.0.0/8', '::1/128'],
      drainWaitMs: 5000,
    })
    const argv = ['--port', '9100', '--roles=worker', '--no-example', '--data', '/tmp/x']
    expect(readSettings(argv, env)).toMatchObject({
      port: 9100,
      roles: ['worker'],
      hasExample: false,
      dataFolder: '/tmp/x',
    })
  })

  it('treat an empty variable as unset', () => {
    expect(readSettings([], { PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 8080, databaseUrl: null })
  })

  it('take a trailing slash off the public address', () => {
    expect(readSettings([], { PUBLIC_URL: 'https://desk.example.org/' }).publicUrl).toBe('https://desk.example.org')
  })

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['HOST', 'a b'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_OWNER_URL', 'nonsense'],
    ['SWITCHYARD_ROLES', 'api,cook'],
    ['SWITCHYARD_EXAMPLE', 'yes'],
    ['PUBLIC_URL', 'ftp://example.org'],
    ['PUBLIC_URL', 'https://user:secret@example.org'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['OUTBOUND_ALLOW', 'localhost'],
    ['DRAIN_WAIT', '1h'],
    ['DRAIN_WAIT', '11m'],
    ['LOG_LEVEL', 'loud'],
    ['NATS_URL', 'http://x'],
    ['SMTP_URL', 'mail.example.org'],
  ])('refuse to start when %s is %s, and name the setting', (variable, text) => {
    expect(() => readSettings([], { [variable]: text })).toThrow(variable)
  })

  it('never repeat the refused text, which may hold a password', () => {
    expect(() => readSettings([], { DATABASE_URL: 'mysql://me:hunter2@x/y' })).not.toThrow(/hunter2/)
    expect(() => readSettings([], { DATABASE_URL: 'mysql://me:hunter2@x/y' })).toThrow(/DATABASE_URL/)
  })

  it('refuse a flag they do not know, and a stray word', () => {
    expect(() => readSettings(['--prot', '1'], {})).toThrow(/--prot/)
    expect(() => readSettings(['now'], {})).toThrow(/now/)
  })

  it('keep secrets off the command line', () => {
    expect(() => readSettings(['--openai-api-key', 'k'], {})).toThrow()
    expect(readSettings([], { OPENAI_API_KEY: 'k' }).modelKey).toBe('k')
  })

  it('each have a variable of their own and one sentence', () => {
    const all = Object.values(settingsTable)
    expect(new Set(all.map((setting) => setting.variable)).size).toBe(all.length)
    for (const setting of all) expect(setting.about).toMatch(/^[A-Z].*\.$/)
  })

  it('have defaults that their own readers accept', () => {
    for (const setting of Object.values(settingsTable)) {
      if (setting.default !== null) expect(() => setting.read(setting.default ?? '')).not.toThrow()
    }
  })
})
