import { createHash } from 'node:crypto';
import { join } from 'node:path';
import ts from 'typescript';

interface Parsed {
  readonly hash: string;
  readonly file: ts.SourceFile;
}

/**
 * The compiler kept warm over one project of a folder: after an edit only what the edit can reach is checked again, as
 * `tsc --incremental` does, but without parsing everything anew for every patch.
 */
export class TypeCheck {
  private readonly rootNames: readonly string[];
  private readonly options: ts.CompilerOptions;
  private readonly host: ts.CompilerHost;
  private readonly parsed = new Map<string, Parsed>();
  private builder: ts.SemanticDiagnosticsBuilderProgram | undefined;

  /** @param isFixed files that no patch touches: read once */
  constructor(folder: string, project: string, isFixed: (file: string) => boolean) {
    const config = ts.getParsedCommandLineOfConfigFile(join(folder, project), {}, readingDisk);
    if (config === undefined) throw new Error(`there is no project ${project} in ${folder}`);
    this.rootNames = config.fileNames;
    this.options = { ...config.options, incremental: true, noEmit: true };
    this.host = ts.createIncrementalCompilerHost(this.options);
    this.host.getCurrentDirectory = () => folder;
    this.host.getSourceFile = (name, languageVersion) => this.read(name, languageVersion, isFixed(name));
  }

  /** What the compiler complains of, one line each. */
  faults(): readonly string[] {
    this.builder = ts.createSemanticDiagnosticsBuilderProgram(this.rootNames, this.options, this.host, this.builder);
    const found = [
      ...this.builder.getConfigFileParsingDiagnostics(),
      ...this.builder.getOptionsDiagnostics(),
      ...this.builder.getSyntacticDiagnostics(),
      ...this.builder.getGlobalDiagnostics(),
      ...this.builder.getSemanticDiagnostics(),
    ];
    return found.map((one) => ts.formatDiagnostic(one, this.host).trimEnd());
  }

  private read(
    name: string,
    language: ts.ScriptTarget | ts.CreateSourceFileOptions,
    isFixed: boolean,
  ): ts.SourceFile | undefined {
    const known = this.parsed.get(name);
    if (known !== undefined && isFixed) return known.file;
    const text = ts.sys.readFile(name);
    if (text === undefined) return undefined;
    const hash = createHash('sha256').update(text).digest('hex');
    if (known?.hash === hash) return known.file;
    // The builder tells by the version what has changed.
    const file = Object.assign(ts.createSourceFile(name, text, language, true), { version: hash });
    this.parsed.set(name, { hash, file });
    return file;
  }
}

const readingDisk: ts.ParseConfigFileHost = {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic: (fault) => {
    throw new Error(ts.flattenDiagnosticMessageText(fault.messageText, '\n'));
  },
};
