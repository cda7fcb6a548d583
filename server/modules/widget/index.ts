export { presentWidget } from './present-widget.ts'
