export { compareTexts, type ReadText, readText, scoreOf, type TextLikeness, wordsOf } from './compare-texts.ts'
