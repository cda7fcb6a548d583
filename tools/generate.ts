import { join } from 'node:path'
import { generateTables } from './generate-tables.ts'

const root = join(import.meta.dirname, '..')

await generateTables(join(root, 'server/database/generated/tables.gen.ts'))
