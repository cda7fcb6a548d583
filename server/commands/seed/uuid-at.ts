import { randomFillSync } from 'node:crypto'

/** Random bytes drawn ahead: eight an id. */
const pool = Buffer.alloc(8 * 4_096)
let used = pool.length

/** A UUIDv7 that bears an instant (epoch ms; the fraction orders ids of one ms) and not the present one. */
export function uuidAt(atMs: number): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const time = Math.floor(atMs).toString(16).padStart(12, '0')
  const fraction = Math.floor((atMs % 1) * 4_096)
    .toString(16)
    .padStart(3, '0')
  pool[used] = ((pool[used] ?? 0) & 0x3f) | 0x80
  const rest = pool.toString('hex', used, used + 8)
  used += 8
  return `${time.slice(0, 8)}-${time.slice(8)}-7${fraction}-${rest.slice(0, 4)}-${rest.slice(4)}`
}

/** The instant that a UUIDv7 bears, in epoch ms. */
export function timeOfId(uuid: string): number {
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16)
}
