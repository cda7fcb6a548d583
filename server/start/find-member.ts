import { listMembers, type Member } from '../modules/access/index.ts'
import type { Context } from '../platform/context.ts'

const pageSize = 200

/** The member with this address, or null. */
export async function findMemberByEmail(context: Context, email: string): Promise<Member | null> {
  const wanted = email.trim().toLowerCase()
  return findMember(context, (member) => member.email.toLowerCase() === wanted)
}

/** The first admin there was, or null. */
export async function findFirstAdmin(context: Context): Promise<Member | null> {
  let first: Member | null = null
  await findMember(context, (member) => {
    if (member.role === 'admin') first = member
    return false
  })
  return first
}

/** The newest member that is the one; members are few, so all are looked at. */
async function findMember(context: Context, isWanted: (member: Member) => boolean): Promise<Member | null> {
  for (let before: string | null = null; ;) {
    const page: Member[] = await listMembers(context, { before, limit: pageSize })
    const found = page.find(isWanted)
    if (found !== undefined) return found
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return null
    before = last.id
  }
}
