import { describe, expect, it } from 'vitest'
import { exampleWorkflow, openLocalPlace } from './testing/command-place.ts'

const { run, write, query } = await openLocalPlace()
const workflow = await write('good.yaml', exampleWorkflow)
await run('workspace', 'create', 'desk', '--from', workflow)
await run('seed', '--workspace', 'desk', '--tickets', '30', '--agents', '2', '--days', '3')

describe('switchyard search rebuild', () => {
  it('builds a document of every ticket without a server', async () => {
    const { code, told } = await run('search', 'rebuild', '--workspace', 'desk')
    expect(told).toMatch(/^30 documents of desk in [\d.]+ s\.\n$/)
    expect(code).toBe(0)
    expect(await query('select count(*)::int as count from search_documents')).toEqual([{ count: 30 }])
    expect((await run('search', 'rebuild')).told).toMatch(/^30 documents of desk/)
  })
})

describe('switchyard tickets search', () => {
  it('finds by the grammar and prints a ticket a line', async () => {
    const [one] = await query<{ number: number }>('select number from tickets order by number limit 1')
    const { code, out } = await run('tickets', 'search', `#${one?.number}`)
    expect(out).toMatch(new RegExp(`^#${one?.number}  \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d .*: .+\\n$`))
    expect(code).toBe(0)
  })

  it('says what else there is, and what nothing is like', async () => {
    const more = await run('tickets', 'search', '--limit', '2', '--json')
    expect(
      more.out
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { tags: string[] }).tags),
    ).toEqual([['seed'], ['seed']])
    expect(more.told).toBe('There are more than these 2; --limit takes up to 200.\n')
    expect((await run('tickets', 'search', 'xylophonist')).told).toBe('No ticket is like that.\n')
  })

  it.each([
    [['colour:red'], /There is no field "colour".*`colour:red` at 0/],
    [['a', '--sort', 'oldest'], /--sort takes one of: newest, relevance\./],
    [['a', 'b'], /Write it like this: switchyard tickets search/],
  ])('refuses %j and says why', async (args, sentence) => {
    const { code, told } = await run('tickets', 'search', ...args)
    expect([code, told]).toEqual([1, expect.stringMatching(sentence)])
  })
})
