import { findWorkspace, listEveryWorkspace } from '../modules/access/index.ts'
import type { Context } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import type { ServiceCore } from '../start/open-core.ts'
import { commandContext } from '../start/ensure-person.ts'

/** The context of the workspace asked for; of the only one when none is. Throws `not_found` with those there are. */
export async function chooseWorkspace({ installation }: ServiceCore, slug: string | null): Promise<Context> {
  if (slug !== null) {
    const workspace = await findWorkspace(installation, slug)
    if (workspace !== null) return commandContext(installation, workspace)
  }
  const all = await listEveryWorkspace(installation)
  const [only] = all
  if (slug === null && only !== undefined && all.length === 1) return commandContext(installation, only)
  const known = all.map((workspace) => workspace.slug).join(', ')
  if (all.length === 0) throw new AppError('not_found', 'There is no workspace yet: switchyard workspace create SLUG.')
  throw new AppError(
    'not_found',
    slug === null ? `Say which with --workspace: ${known}.` : `There is no workspace "${slug}"; there is: ${known}.`,
  )
}
