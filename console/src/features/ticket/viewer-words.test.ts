import { beforeAll, describe, expect, it } from 'vitest'
import type { TicketViewer } from '@switchyard/sdk'
import { en } from '../../ui/words/en.ts'
import { installWords } from '../../ui/words/words.ts'
import { viewerWords } from './viewer-words.ts'

const viewer = (name: string, writing: TicketViewer['writing'] = null) => ({ id: name, name, writing })

describe('who else is at a ticket, in words', () => {
  beforeAll(() => installWords('en', en))

  it('says nothing where nobody is', () => {
    expect(viewerWords([])).toEqual([])
  })

  it('names who replies first, then who writes something else, then who looks', () => {
    expect(viewerWords([viewer('Ana'), viewer('Bo', 'internal'), viewer('Cy', 'public')])).toEqual([
      'Cy is replying',
      'Bo is writing a note',
      'Ana is here too',
    ])
  })

  it('names two of many', () => {
    expect(viewerWords([viewer('Ana'), viewer('Bo')])).toEqual(['Ana and Bo are here too'])
    expect(viewerWords(['Ana', 'Bo', 'Cy', 'Di'].map((name) => viewer(name)))).toEqual([
      'Ana, Bo, and 2 more are here too',
    ])
  })
})
