/** Columns and rows in which so many tiles fill a wide screen, each about half as high as it is wide. */
export function wallGrid(tiles: number): { columns: number; rows: number } {
  const columns = Math.max(1, Math.ceil(Math.sqrt(tiles)))
  return { columns, rows: Math.max(1, Math.ceil(tiles / columns)) }
}
