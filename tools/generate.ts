import { join } from 'node:path'
import { generatedFiles } from './generated-files.ts'
import { root } from './run-command.ts'

for (const { path, write } of generatedFiles) await write(join(root, path))
