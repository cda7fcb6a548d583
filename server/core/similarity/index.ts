export { compareTexts, type TextLikeness, wordsOf } from './compare-texts.ts'
