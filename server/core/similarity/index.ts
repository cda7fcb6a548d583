export { compareTexts, type TextLikeness } from './compare-texts.ts'
