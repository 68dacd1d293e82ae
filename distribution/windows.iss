; The installer for Windows (Inno Setup 6): ISCC /DVersion=… /DFolder=… /DTarget=… /DName=… windows.iss
; Silent: setup.exe /VERYSILENT /SUPPRESSMSGBOXES /NORESTART

#define Program "FundusViewer"

[Setup]
AppId={{6B6E7B52-6C0B-4C0B-9C57-0F0C1A5B7D11}
AppName={#Program}
AppVersion={#Version}
AppPublisher=The FundusViewer developers
DefaultDirName={autopf}\{#Program}
DefaultGroupName={#Program}
DisableProgramGroupPage=yes
; For all users where an administrator installs, otherwise for the user alone.
PrivilegesRequired=admin
PrivilegesRequiredOverridesAllowed=commandline dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
ChangesAssociations=yes
LicenseFile={#Folder}\LICENSE
UninstallDisplayIcon={app}\{#Program}.exe
OutputDir={#Target}
OutputBaseFilename={#Name}-setup
Compression=lzma2/max
SolidCompression=yes

[InstallDelete]
; Nothing of an older version stays beside the new one.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Folder}\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\{#Program}"; Filename: "{app}\{#Program}.exe"

[Registry]
; "Open with" offers the program; no type of file is taken from another one.
Root: HKA; Subkey: "Software\Classes\Applications\{#Program}.exe"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\{#Program}.exe\shell\open\command"; ValueType: string; ValueData: """{app}\{#Program}.exe"" ""%1"""
#define Offered(str Suffix) \
    "Root: HKA; Subkey: ""Software\Classes\Applications\" + Program + ".exe\SupportedTypes""; ValueType: string; ValueName: """ + Suffix + """; ValueData: """""
#emit Offered(".jpg")
#emit Offered(".jpeg")
#emit Offered(".jpe")
#emit Offered(".jfif")
#emit Offered(".jif")
#emit Offered(".png")
#emit Offered(".tif")
#emit Offered(".tiff")
#emit Offered(".bmp")
#emit Offered(".dib")
#emit Offered(".webp")
#emit Offered(".gif")
#emit Offered(".avif")
#emit Offered(".heic")
#emit Offered(".heif")
#emit Offered(".hif")
#emit Offered(".jp2")
#emit Offered(".j2k")
#emit Offered(".j2c")
#emit Offered(".jpc")
#emit Offered(".jpf")
#emit Offered(".jpx")
#emit Offered(".dcm")
#emit Offered(".dicom")
#emit Offered(".dic")
