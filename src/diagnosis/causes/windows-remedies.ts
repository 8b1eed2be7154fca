import { Known, Remedy, Row } from './remedy';

/** Programs of .NET that need Windows, in an image of Linux. */

const IN_WINDOWS = 'or run it in an image of Windows, with runtimePlatform: { operatingSystemFamily:'
  + ' OperatingSystemFamily.WINDOWS_SERVER_2022_CORE }';

/** What takes the place of parts of .NET that only Windows has. */
const INSTEAD: readonly (readonly [RegExp, string])[] = [
  [/System\.Drawing/, 'use ImageSharp or SkiaSharp in place of System.Drawing.Common'],
  [/\bEventLog\b/, 'log to the console in place of the event log (ClearProviders(), AddConsole())'],
  [/\bRegistry\b/, 'read settings from the environment in place of the registry'],
  [/\bPerformanceCounter/, 'use meters of System.Diagnostics.Metrics in place of performance counters'],
  [/\b(?:DPAPI|ProtectedData|Windows Data Protection)\b/i, 'protect data with ASP.NET Core Data Protection in place of DPAPI'],
  [/\bService ?(?:Controller|Base)\b|Windows service/i, 'host it as a console program in place of a Windows service (take UseWindowsService out)'],
];

function desktop(_match: RegExpExecArray, { frame }: Known): Remedy | undefined {
  if (/windows/i.test(frame.taskDefinition?.runtimePlatform?.operatingSystemFamily ?? '')) return undefined;
  return {
    facts: ['Microsoft.WindowsDesktop.App (Windows Forms, WPF) exists for Windows only, and the image is one of Linux'],
    fix: 'build the program without it: TargetFramework net8.0 in place of net8.0-windows, without UseWindowsForms, UseWPF and references'
      + ` to projects that have them; ${IN_WINDOWS}`,
  };
}

function unsupported([said]: RegExpExecArray, { line, text }: Known): Remedy {
  const found = INSTEAD.find(([words]) => words.test(line)) ?? INSTEAD.find(([words]) => words.test(text));
  const part = /(\w+\.dll)/.exec(said)?.[1];
  const what = part ? `${part} is a library` : 'the program asks for a part';
  return {
    facts: [`${what} of Windows, and the image is one of Linux`],
    fix: `${found?.[1] ?? 'take the call out where the program runs on Linux (OperatingSystem.IsWindows())'}; ${IN_WINDOWS}`,
  };
}

const DLL = '(?:kernel32|user32|advapi32|gdi32|gdiplus|ole32|shell32|ntdll|secur32|winspool)(?:\\.dll)?';
const UNSUPPORTED = new RegExp(
  `PlatformNotSupportedException.{0,200}|(?:load (?:shared library|DLL)|DllNotFoundException).{0,40}\\b${DLL}\\b`, 'i');

export const WINDOWS_ROWS: readonly Row[] = [
  // https://learn.microsoft.com/dotnet/core/runtime-discovery/troubleshoot-app-launch
  [/Microsoft\.WindowsDesktop\.App/, desktop],
  // https://learn.microsoft.com/dotnet/core/compatibility/core-libraries/6.0/system-drawing-common-windows-only
  [UNSUPPORTED, unsupported],
];
