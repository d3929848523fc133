export type {
  CompiledTemplate,
  ParseTemplateResult,
  ReadPath,
  RenderCode,
  RenderResult,
  TemplateCode,
  TemplateProblem,
  TemplateRead,
} from './template.ts';
export { parseTemplate } from './parse-template.ts';
export { renderTemplate } from './render-template.ts';
