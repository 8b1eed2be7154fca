import { Known, Remedy, Row } from './remedy';

/** Programs of .NET that need Windows, in an image of Linux. */

const IN_WINDOWS = 'or run it in an image of Windows, with runtimePlatform: { operatingSystemFamily:'
  + ' OperatingSystemFamily.WINDOWS_SERVER_2022_CORE }';

function desktop(_match: RegExpExecArray, { frame }: Known): Remedy | undefined {
  if (/windows/i.test(frame.taskDefinition?.runtimePlatform?.operatingSystemFamily ?? '')) return undefined;
  return {
    facts: ['Windows Forms and WPF exist for Windows only, and the image is one of Linux'],
    fix: 'build the program without it: TargetFramework net8.0 in place of net8.0-windows, without UseWindowsForms and UseWPF;'
      + ` ${IN_WINDOWS}`,
  };
}

export const WINDOWS_ROWS: readonly Row[] = [
  // https://learn.microsoft.com/dotnet/core/runtime-discovery/troubleshoot-app-launch
  [/Microsoft\.WindowsDesktop\.App/, desktop],
];
