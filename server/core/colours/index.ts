export { contrastOf, shadesOf, type Shades } from './shades.ts'
