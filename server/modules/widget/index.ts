export { findWidget, mayShow } from './find-widget.ts'
export { presentWidget } from './present-widget.ts'
