@echo off
rem Twin of ./withings-sync for Windows. Untested: nobody has run it on Windows yet. It always asks MSBuild whether sources changed.
setlocal
set "root=%~dp0"
set "app=%root%artifacts\run"
where dotnet >nul 2>nul || (
  echo withings-sync: the .NET 10 SDK is needed to build it ^(command 'dotnet' not found^). 1>&2
  exit /b 2
)
if not exist "%app%\withings-sync.exe" echo Building withings-sync ... 1>&2
dotnet publish "%root%src\WithingsSync.Cli" -c Release --use-current-runtime --self-contained false -p:PublishReadyToRun=true -p:TreatWarningsAsErrors=false -o "%app%" --nologo -v quiet 1>&2 || exit /b 1
"%app%\withings-sync.exe" %*
exit /b %ERRORLEVEL%
