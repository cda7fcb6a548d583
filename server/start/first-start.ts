import { userInfo } from 'node:os'
import { createToken, findWorkspace, issueSignInLink, listTokens, unlimitedGrant } from '../modules/access/index.ts'
import { getWorkflow } from '../modules/workflow/index.ts'
import type { Installation } from '../platform/installation.ts'
import { createExample, exampleSlug } from './example/create-example.ts'
import { commandContext, ensurePerson } from './ensure-person.ts'

/** The person the first link is for. */
const adminEmail = 'admin@switchyard.local'

const tokenName = 'First start'

/** What a first start has to show; the secrets are shown once and kept nowhere. */
export interface FirstStart {
  readonly workspace: string
  readonly signInSecret: string
  readonly token: string
}

/**
 * Creates the example workspace with its admin and a service token; null where that was done before. The token comes
 * last, so a start that was cut off before it could show one is done again, each part only where it is missing.
 */
export async function makeFirstStart(installation: Installation): Promise<FirstStart | null> {
  await createExample(installation)
  const workspace = await findWorkspace(installation, exampleSlug)
  if (workspace === null) return null
  const context = commandContext(installation, workspace)
  if ((await getWorkflow(context)) === null) return null
  const tokens = await listTokens(context, { before: null, limit: 200 })
  if (tokens.length > 0) return null
  await ensurePerson(context, { email: adminEmail, name: adminName(), role: 'admin' })
  const signInSecret = await issueSignInLink(installation, adminEmail)
  const made = await createToken(context, {
    ...unlimitedGrant,
    name: tokenName,
    role: 'admin',
  })
  return { workspace: workspace.slug, signInSecret: signInSecret ?? '', token: made.secret }
}

/** As the machine knows the person who starts it; root is nobody's name. */
function adminName(): string {
  const known = nameOfUser()
  return known === '' || known === 'root' ? 'Admin' : `${known.slice(0, 1).toUpperCase()}${known.slice(1)}`
}

/** A user id without an entry has no name. */
function nameOfUser(): string {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}
