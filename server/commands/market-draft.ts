import { writeFile } from 'node:fs/promises'
import { dropMarketDraft, getMarketDraft, saveMarketDraft } from '../modules/markets/index.ts'
import type { Context } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import type { Command, Terminal } from './command.ts'
import { readMarketFile, readVersion } from './market-document.ts'
import { withCore } from './with-core.ts'

export const command: Command = {
  usage: 'MARKET [FILE] [--save FILE | --drop] [--expect VERSION] --workspace SLUG',
  help: `
Writes what is being written of a market, and not published yet, to the file or to standard output. --save keeps a file as
the draft, faults and all; --drop gives the draft up. With --expect both are refused when the draft is another one by then;
0 stands for none.
`,
  options: { workspace: 'value', save: 'value', drop: 'switch', expect: 'value' },
  words: [1, 2],
  run: (given, terminal) =>
    withCore(given.settings, terminal, async ({ core }) => {
      const [slug = '', file] = given.words
      const expect = given.text('expect')
      const expectedVersion = expect === null ? null : readVersion(expect, `"${expect}" is no version.`)
      const context = await chooseWorkspace(core, given.text('workspace'))
      const source = given.text('save')
      if (source !== null) {
        const document = await readMarketFile(source)
        const draft = await saveMarketDraft(context, { slug, document, basedOn: null, expectedVersion })
        terminal.tell(`Draft ${draft.version} of ${slug} is kept, over version ${draft.basedOn}.`)
      } else if (given.isOn('drop')) {
        await dropMarketDraft(context, { slug, expectedVersion })
        terminal.tell(`${slug} has no draft.`)
      } else await tellDraft(context, terminal, { slug, file })
      return 0
    }),
}

async function tellDraft(
  context: Context,
  terminal: Terminal,
  { slug, file }: { slug: string; file: string | undefined },
): Promise<void> {
  const draft = await getMarketDraft(context, { slug })
  if (draft === null) throw new AppError('not_found', `The market "${slug}" has no draft.`)
  if (file === undefined) terminal.out(draft.document.trimEnd())
  else await writeFile(file, draft.document)
  const { version, basedOn, savedBy, savedAt } = draft
  const who = savedBy.name ?? savedBy.kind
  terminal.tell(`Draft ${version}, over version ${basedOn}, by ${who} at ${new Date(savedAt).toISOString()}.`)
}
