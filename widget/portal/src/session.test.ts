import { describe, expect, it } from 'vitest'
import { openMemory } from './session.ts'

const signed = { token: 'sy_1', email: 'ana@example.com' }

describe('what a device keeps', () => {
  it('is one session a workspace, there after a reload', () => {
    const [device, tab] = [{}, {}]
    openMemory('acme', device, tab).keepSession(signed)
    expect(openMemory('acme', device, tab).session()).toEqual(signed)
    expect(openMemory('other', device, tab).session()).toBeNull()
  })

  it('is no session where somebody else wrote there', () => {
    const device: Record<string, string> = {}
    for (const text of ['{', 'null', '[]', '{"token":1}']) {
      device['switchyard.portal.acme'] = text
      expect(openMemory('acme', device, {}).session()).toBeNull()
    }
  })

  it('is drafts of each request, which go with the session', () => {
    const memory = openMemory('acme', {}, {})
    memory.keepDraft('one', 'Hello')
    memory.keepDraft('two', 'There')
    memory.keepDraft('one', '')
    expect([memory.draft('one'), memory.draft('two')]).toEqual(['', 'There'])
    memory.keepSession(null)
    expect(memory.draft('two')).toBe('')
  })

  it('is the request that was wanted before signing in, once', () => {
    const memory = openMemory('acme', {}, {})
    memory.keepWanted('ticket_1')
    expect([memory.takeWanted(), memory.takeWanted()]).toEqual(['ticket_1', null])
  })
})
