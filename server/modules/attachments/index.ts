export { deleteFile } from './delete-file.ts'
export { openFile, readFile } from './read-file.ts'
