import { issueSignInLink, isRoleName, type RoleName, roleNames } from '../modules/access/index.ts'
import type { Context } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { ensurePerson } from '../start/ensure-person.ts'
import { findFirstAdmin, findMemberByEmail } from '../start/find-member.ts'
import { findRunningServer } from '../start/server-file.ts'
import { signInUrl } from '../start/welcome.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import type { Command } from './command.ts'
import type { Arguments } from './read-arguments.ts'
import { withCore } from './with-core.ts'

export const command: Command = {
  usage: '[--as EMAIL] [--workspace SLUG]',
  help: `
Makes a link that signs a person in to the console, once and within 10 minutes. Without --as it is the first admin.
Somebody new becomes a member and an agent of every queue, so two addresses in two windows are two agents.

  --role    of somebody new: ${roleNames.join(', ')}; agent unless said
  --name    of somebody new
  --json    {"url":"…","email":"…"}
`,
  options: { as: 'value', workspace: 'value', role: 'value', name: 'value', json: 'switch' },
  run: (given, terminal) =>
    withCore(given.settings, terminal, async ({ core }) => {
      const context = await chooseWorkspace(core, given.text('workspace'))
      const email = await whoSignsIn(context, given)
      const secret = await issueSignInLink(core.installation, email, { requestId: 'command-line' })
      if (secret === null) throw new AppError('not_found', `Nobody here has the address ${email}.`)
      const running = await findRunningServer(given.settings.dataFolder)
      const url = signInUrl(running?.publicUrl ?? given.settings.publicUrl, secret)
      if (given.isOn('json')) terminal.out(JSON.stringify({ url, email }))
      else {
        terminal.tell(`${email} signs in here, once and within 10 minutes:`)
        terminal.out(url)
      }
      if (running === null) terminal.tell('No server runs on this data folder now; start it first: npm start.')
      return 0
    }),
}

async function whoSignsIn(context: Context, given: Arguments): Promise<string> {
  const asked = given.text('as')
  if (asked === null) {
    const admin = await findFirstAdmin(context)
    if (admin === null)
      throw new AppError('not_found', 'This workspace has no admin yet; name a person with --as EMAIL --role admin.')
    return admin.email
  }
  if ((await findMemberByEmail(context, asked)) === null) {
    const name = given.text('name') ?? nameFrom(asked)
    await ensurePerson(context, { email: asked, name, role: roleOf(given) })
  }
  return asked
}

function roleOf(given: Arguments): RoleName {
  const role = given.text('role') ?? 'agent'
  if (isRoleName(role)) return role
  throw new AppError('invalid', `There is no role "${role}"; there is: ${roleNames.join(', ')}.`)
}

/** `ana.reis@example.com` -> `Ana Reis`. */
function nameFrom(email: string): string {
  const words = (email.split('@')[0] ?? email).split(/[._+-]+/).filter((word) => word !== '')
  return words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join(' ') || email
}
