export { findWidget, type FoundWidget } from './find-widget.ts'
export { presentWidget, type WidgetFacts } from './present-widget.ts'
