export type {
  CompiledTemplate,
  ParseTemplateResult,
  ReadPath,
  ReadRole,
  RenderCode,
  RenderResult,
  TemplateCode,
  TemplateProblem,
  TemplateRead,
} from './template.ts';
export { checkTemplate } from './check-template.ts';
export { parseTemplate } from './parse-template.ts';
export { renderTemplate } from './render-template.ts';
