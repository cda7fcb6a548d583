export { handleOf, handlesIn } from './handles.ts'
