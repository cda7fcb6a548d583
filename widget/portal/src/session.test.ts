import { describe, expect, it } from 'vitest'
import { openMemory } from './session.ts'

/** As much of a browser's storage as is used. */
function storage(): Storage {
  const kept = new Map<string, string>()
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
    removeItem: (name: string) => void kept.delete(name),
  } as Storage
}
const signed = { token: 'sy_1', email: 'ana@example.com' }

describe('what a device keeps', () => {
  it('is one session a workspace, there after a reload', () => {
    const [device, tab] = [storage(), storage()]
    openMemory('acme', device, tab).keepSession(signed)
    expect(openMemory('acme', device, tab).session()).toEqual(signed)
    expect(openMemory('other', device, tab).session()).toBeNull()
  })

  it('is no session where somebody else wrote there', () => {
    const device = storage()
    for (const text of ['{', 'null', '[]', '{"token":1}']) {
      device.setItem('switchyard.portal.acme', text)
      expect(openMemory('acme', device, null).session()).toBeNull()
    }
  })

  it('is drafts of each request, which go with the session', () => {
    const memory = openMemory('acme', storage(), storage())
    memory.keepDraft('one', 'Hello')
    memory.keepDraft('two', 'There')
    memory.keepDraft('one', '')
    expect([memory.draft('one'), memory.draft('two')]).toEqual(['', 'There'])
    memory.keepSession(null)
    expect(memory.draft('two')).toBe('')
  })

  it('is the request that was wanted before signing in, once', () => {
    const memory = openMemory('acme', null, null)
    memory.keepWanted('ticket_1')
    expect([memory.takeWanted(), memory.takeWanted()]).toEqual(['ticket_1', null])
  })
})
