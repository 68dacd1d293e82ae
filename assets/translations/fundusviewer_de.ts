<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About FundusViewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grades fundus photographs for diabetic retinopathy and shows with Grad-CAM where the network looked. Photographs and findings stay on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample photograph: Häggström, Wikimedia Commons, CC0. Licence: MIT.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Open photographs…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the sa&amp;mple photograph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save overlay…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close all photographs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Model cards…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder for my mo&amp;dels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Inside the network…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Look for new models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About FundusViewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <extracomment>Menus in order: title and actions; ``-`` is a line, ``&gt;recent`` and ``&gt;theme`` are submenus.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Photograph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>T&amp;heme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;As the system</source>
        <extracomment>Those whose actions are known from the start.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next photograph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Previous photograph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next to re&amp;view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>E&amp;xamine again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cancel the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Accept the network&apos;s grade</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grade &amp;0: no apparent retinopathy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grade &amp;1: mild NPDR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grade &amp;2: moderate NPDR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grade &amp;3: severe NPDR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grade &amp;4: proliferative DR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Ungradable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Withdraw my grade</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Un&amp;do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient, &amp;eye and date…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;History…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Go on after each grade</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grade &amp;blind: hide the network&apos;s answer until I have graded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agree&amp;ment with the network…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>M&amp;y name…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Search the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a&amp;ll photographs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patients &amp;from file names…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Watch a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Show all photographs of the database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open database…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;New database…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open my usual &amp;database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Table (CSV)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;JSON lines…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Report (PDF)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Database</source>
        <extracomment>The Photograph menu. The Review menu. Submenus of the File menu: title and actions.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Export the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Un&amp;do: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Heat map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outline the hottest &amp;regions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Bare photograph while the key is held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heat map more &amp;opaque</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heat map more &amp;transparent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Explain the &amp;next class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Explain the &amp;previous class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Fit to the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Actual size (1:1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Twice the size (2:1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move &amp;left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move &amp;right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move &amp;down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Loupe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Red-&amp;free (green channel)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Red channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Blue channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Enhance local contrast (CLAHE)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Invert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bri&amp;ghter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Darker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;More contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Less contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lighter &amp;shadows (gamma up)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Darker s&amp;hadows (gamma down)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the &amp;original picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Both eyes side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Two visits one over the other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the &amp;other photograph…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slider to the &amp;left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slider to the &amp;right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Measure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark the optic &amp;disc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set a &amp;point in the middle of the view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove the last measurement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mo&amp;ve</source>
        <extracomment>The View menu: actions, ``-`` for a line, and submenus. Submenus: title and actions.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Picture, for the eye only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Explanation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Agreement</name>
    <message>
        <source>Judged by both: {count} photographs. Graded by both: {graded}, of {patients} patients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quadratic weighted kappa</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same grade</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sensitivity for referable retinopathy (your grade 2 or more)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ungradable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too few photographs</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AgreementControl</name>
    <message>
        <source>Written: {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photographs opened now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole database {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AgreementDialog</name>
    <message>
        <source>Agreement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which verdicts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdicts given before the network&apos;s answer was shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All verdicts as they are now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photographs: your grade in rows, the network&apos;s in columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agreement of doctor and network: {where}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>your grade \ network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Doctor and network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first verdict on each photograph counts. In brackets: 95 % confidence intervals. Ungradable photographs are in the table and in no figure.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who sees the network&apos;s answer before grading tends to agree with it: these figures are no measure of the network. In brackets: 95 % confidence intervals. Ungradable photographs are in the table and in no figure.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AnalysisPage</name>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder for my models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The operating point says from which probability of referable disease on a photograph is referred. Photographs that are open are decided anew at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fewer threads leave more of the computer to other programs; automatic is fast.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Choices</name>
    <message>
        <source>As the system</source>
        <extracomment>What a reset leaves alone: data and habits rather than choices.</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Unexpected error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong that should not have.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You can go on working. This report says what happened; it names no photograph. Please send it to those who look after the program.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DatabaseControl</name>
    <message>
        <source>Opening the database…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No database: nothing is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{reason}. Findings and grades of this window are kept in memory only and are lost when it is closed; File → Database opens another database.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Decision</name>
    <message>
        <source>Refer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Referable diabetic retinopathy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No referral</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No referable diabetic retinopathy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ungradable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repeat the photograph or refer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not a fundus photograph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No grade is given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no finding for this file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put a model file into your folder (menu Model)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not examined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F5 examines it with this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your grade first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys 0–4, or U for ungradable. Then the network&apos;s is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>risk {share}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>grade {grade}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>U</source>
        <comment>ungradable, one letter</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>your grade: ungradable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>your grade: {grade}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To be graded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>eye?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DicomControl</name>
    <message>
        <source>Choose a photograph first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for the DICOM objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for photographs without their patients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No archive is set: DICOM → Network names one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No archive to look in is set: DICOM → Network names one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for earlier photographs…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;DICOM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the &amp;file says…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetch &amp;earlier photographs of this patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write findings as DICOM &amp;objects…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Send findings to the archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hand on &amp;without the patient…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Network…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose photographs with findings first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no earlier photographs</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DicomNode</name>
    <message>
        <source>{title} receives at {address}, port {port}</source>
        <extracomment>Milliseconds in which arrivals are collected, so that a study is opened at once.</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DisplayControl</name>
    <message>
        <source>Red-free (green channel)</source>
        <extracomment>What one key press changes: brightness, contrast, and gamma as a factor. Dragging over the whole view changes brightness and contrast by this, and gamma by its power of two.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Red channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blue channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Local contrast enhanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inverted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gamma {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{key}: original</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DisplayMark</name>
    <message>
        <source>For the eye only: neither graded nor saved. Click: original</source>
        <extracomment>Height of the plates on a fitted photograph, as a share of the view&apos;s height. Light on dark in every theme: the plates lie on photographs.</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DisplayPage</name>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blue, green, yellow (viridis)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blue, grey, yellow (cividis)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Black, violet, yellow (magma)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Black to white</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Display</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the &amp;heat map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outline the hottest &amp;regions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also where &amp;no retinopathy was found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A heat map of a healthy retina shows what spoke for health. It looks like disease.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Opacity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours of the heat map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opacity of the heat map</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Drop fundus photographs here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files or whole folders: JPEG, PNG, TIFF, BMP or WebP. Nothing leaves this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open photographs…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the sample photograph</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Show the %n photographs of the database</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportControl</name>
    <message>
        <source>There is nothing to write yet</source>
        <extracomment>Rows that are read at once.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing {name}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing the report: page {done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Table (CSV)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report (PDF)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>&amp;All %n photographs of the list</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %n &amp;selected</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>With &amp;personal data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patients, dates, notes, names of files and who reviewed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Write…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file shows the network&apos;s answers that are hidden here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Eye</name>
    <message>
        <source>OD, right eye</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OS, left eye</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>set by hand</source>
        <extracomment>In the order in which they are believed.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from the DICOM object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from the file&apos;s name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known (F2 sets it)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which eye? {words}. Check it, and set it with F2.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FailurePage</name>
    <message>
        <source>This file cannot be shown</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FileDialogs</name>
    <message>
        <source>Photographs ({pattern});;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open photographs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PNG picture (*.png);;JPEG picture (*.jpg *.jpeg)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save overlay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Screening databases (*.sqlite);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FilesPage</name>
    <message>
        <source>Files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open another…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ne&amp;w…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>My &amp;usual one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the data &amp;folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings, log and your own models are in the data folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Patients from file names</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FilterMenu</name>
    <message>
        <source>&amp;All photographs</source>
        <extracomment>Scopes that are always offered, and how many folders are.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;To review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;viewed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Gradable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Ungradable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grade (yours, otherwise the network&apos;s)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not examined</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Frame</name>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save overlay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tools</source>
        <extracomment>How long a remark stays, in milliseconds.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watching {folder}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GradingPage</name>
    <message>
        <source>Grading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide the network&apos;s &amp;answer until I have graded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Go on to the next photograph after each grade</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reports and tables with &amp;personal data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your &amp;name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stands beside every grade and note in the database.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patients, dates, notes, names of files and who reviewed. You are asked again before each file is written.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>No change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{before} withdrawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{verdict}, before the network&apos;s answer was shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note: {note}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eye</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ungradable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grade {grade}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been said about this photograph yet.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>IdentityDialog</name>
    <message>
        <source>Patient, eye and date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Eye</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eye</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For {count} photographs. An empty field stays as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OD: right eye</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OS: left eye</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Year-month-day, for instance 2026-03-14</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The date is not written as year-month-day.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImagePanel</name>
    <message>
        <source>Explain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opacity of the heat map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class that the heat map explains</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImageView</name>
    <message>
        <source>Photograph</source>
        <extracomment>One notch of the wheel. Share of the view by which a key pans.</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Inside</name>
    <message>
        <source>Choose a photograph that has been examined.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This network has no layer with maps.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InsideWindow</name>
    <message>
        <source>Inside the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filters of the first layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maps of the layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maps of a layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title}: {layers} layers, {parameters} parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each filter is scaled between its own smallest and largest weight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first layer of this network does not read three colours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{photograph}: {count} maps of {width} × {height}; the strongest {shown} are shown, each scaled between its own extremes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Operator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keys</source>
        <extracomment>The list&apos;s columns, and its largest height in logical pixels.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the photograph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom at the cursor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag, or arrow keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opacity of the heat map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl + wheel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brightness and contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift + right drag</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ListControl</name>
    <message>
        <source>The network&apos;s answers are hidden until you have graded</source>
        <extracomment>Names that the dialog of patterns shows.</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LookingBar</name>
    <message>
        <source>Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channels, contrast, brightness: for the eye only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loupe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both eyes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two visits</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Loupe</name>
    <message>
        <source>Loupe</source>
        <extracomment>Diameter in logical pixels. Times the view&apos;s zoom.</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Saved: </source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MeasureControl</name>
    <message>
        <source>Optic disc</source>
        <extracomment>Shorter drags, in pixels of the screen, are clicks that slipped. The retina&apos;s disc is looked for on every third pixel of the smallest copy: in two milliseconds.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{length} µm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{length} DD (disc estimated)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{length} DD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the view (Shift + arrow keys), then Ins sets the other end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Optic disc: drag from edge to edge · Ins: by keys · D: done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to measure · D: mark the optic disc · Del: remove · Ins: by keys · M: done</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Name and version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refers from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measured on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Operating points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result (95 % confidence)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photographs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photographs of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Terms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same first class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest difference of a probability</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correlation of the heat maps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agreement with the float32 original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grades diabetic retinopathy (ICDR scale)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recognises everyday things (ImageNet); makes no clinical statement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classifies pictures; makes no clinical statement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the retina&apos;s disc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whole photograph</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelChooser</name>
    <message>
        <source>Loading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Operating point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: refers from {threshold}; sensitivity {sensitivity}, specificity {specificity} ({measured_on})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelDialog</name>
    <message>
        <source>Model cards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} (refused)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>No model is installed: put an .onnx file with a FundusViewer card into {folder}</source>
        <extracomment>Threads of models that are loaded from now on; ``None`` for the usual number.</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NetworkDialog</name>
    <message>
        <source>DICOM network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Our own name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send findings to an archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave name and address empty to send nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for earlier photographs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The archive that is asked for a patient&apos;s earlier photographs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receive photographs from cameras</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cameras that may send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AE titles, with commas between them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep patient numbers and days in the database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Otherwise pseudonyms stand in their place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding as numbers and codes (structured report)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photograph with label and heat map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Printed report (PDF)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Our own name (AE title)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is off until you switch it on. DICOM is not encrypted: use it inside the hospital&apos;s network.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OverlayControl</name>
    <message>
        <source>Heat map left out</source>
        <extracomment>Opacity for one notch of the wheel or one key press.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No apparent retinopathy: left out until you ask for it ({key})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heat map ({key})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PairBar</name>
    <message>
        <source>The other photograph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One photograph alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a photograph</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Pairing</name>
    <message>
        <source>No photograph of the other eye is open.
Choose one above.</source>
        <extracomment>Longer side of the copies that are laid over each other, at least.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No other visit of this eye is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laying over …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eye not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OD, right eye</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OS, left eye</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vessels do not match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laid over by size alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laid over by the vessels: {count} places agree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Aligned</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PartnerPane</name>
    <message>
        <source>The other photograph</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PatternDialog</name>
    <message>
        <source>Patients from file names</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PatternEditor</name>
    <message>
        <source>Pattern</source>
        <extracomment>Shown where the list is empty.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“auto” tries all common ways. A pattern of your own is written with {patient}, {eye} and {date}; * stands for anything, and / for a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eye</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the pattern makes of some names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PeerFields</name>
    <message>
        <source>AE title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name (AE title)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calling…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProbabilityBars</name>
    <message>
        <source>Probabilities</source>
        <extracomment>Width of the bracket beside the possible classes, and of the space that it takes.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bracket marks what is possible: {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{words} (possible)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ResultPanel</name>
    <message>
        <source>Possible: {grades}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No other grade is likely</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Examined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Operating point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photograph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eye</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{at}, on {provider}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prepare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>assess</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding</source>
        <extracomment>How many classes are listed for a model with many.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Macular oedema: not assessed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Probabilities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How this finding was made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grade {grade}: {name}, {probability}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Referable diabetic retinopathy: {probability}
Refers from {threshold} on, and from grade {grade} on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradable; nothing to remark</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message>
        <source>Your grade</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept (Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who said what about this photograph (Ctrl+H)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note (N)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ungradable: cannot be graded (U)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>U</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It can be graded once it has been read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ungradable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network says the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program says: cannot be graded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network says {grade}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, before the network&apos;s answer was shown</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Reviewing</name>
    <message>
        <source>Your own grade first: keys 0–4, or U for ungradable</source>
        <extracomment>Photographs that are looked through at once for the next one to review; more are looked up.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no grade to accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All photographs of this list are reviewed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This photograph has not been read: it cannot be graded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not saved: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken back: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done again: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the network&apos;s grades</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“ungradable”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>grade {grade}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give {what} to {count} photographs?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Several photographs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who grades?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your name stands beside every grade and note in the database:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This photograph has not been read yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been said about this photograph yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SaidWords</name>
    <message>
        <source>the network&apos;s grades</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“ungradable”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>grade {grade}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>grade withdrawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>patient, eye and date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} for {count} photographs</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sending</name>
    <message>
        <source>Writing DICOM objects…</source>
        <extracomment>Milliseconds between two looks at the outbox.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removing the patients…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preparing findings for the archive…</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n DICOM objects written</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photographs written without their patients</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source> (and {more} more)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n DICOM objects on their way to the archive</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Not written: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n DICOM objects sent</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{reason}. %n objects wait in the outbox.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source> in {1} frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A part of the retina is missing: centre the eye.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CUDA cannot be used here: {1}; allowed are auto and cpu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For research use only. Not for diagnosis.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grad-CAM{1}, {2} × {3} cells, {4}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In {1} of 100 photographs like those it was fitted on, the true grade is among the grades named.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is dark: dilate the pupil or raise the flash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not quite sharp: focus again, or clean the lens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is partly overexposed: lower the flash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label: {1}, {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Much of the retina is missing: centre the eye, hold the lids; copy a cut-off file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Much stronger contrasts than a retina&apos;s: check that this is a fundus photograph.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No region reaches half of the heat map&apos;s scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No round field of view, and more colours than a retina has: check the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No round field of view, as a fundus camera makes it: check that the photograph is whole.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noise or fine texture, no structures of a retina: check the file or the camera.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not a fundus photograph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not sharp: focus again, or clean the lens; if the lens of the eye is cloudy, refer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is to be seen: one even colour. Check the file, or take the photograph again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Referral is uncertain: grades with and without referral are both possible.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repeat the photograph, or refer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The DICOM object names both eyes: check which eye it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The colours are not those of a retina: choose a colour fundus photograph.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file&apos;s name says {1}, the DICOM object {2}: check which eye it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first of {1} photographs in this file; the others are not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture has no colour (red-free or angiography?): choose the colour photograph.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too bright: lower the flash, then take it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too dark: dilate the pupil or raise the flash, then take it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too few pixels: take the camera&apos;s original; at least 120 are needed across the retina.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too little of the picture can be judged: check that the photograph is whole.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too poor to grade: small lesions could not be seen in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ungradable: repeat or refer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlike the fundus photographs that the model knows: it may show something else, or the retina too badly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weak localisation: where the network looked, not lesions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a field reaches beyond its message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number is too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a port is a number from 1 to 65535</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a text is too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a {1} needs the name of who makes it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>absolute scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>allowed are JPEG, PNG, TIFF, BMP, WebP and DICOM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>allowed are uncompressed, JPEG, JPEG 2000, JPEG-LS and RLE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an AE title has 1 to 16 letters, digits or signs and no backslash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an address is needed, such as 192.168.1.20 or pacs.clinic.example</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an address of this computer is needed, such as 127.0.0.1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another program keeps the database locked; try again when it is done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot listen at {1}:{2} ({3}); choose another address or port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contradicts itself: bit {1} of {2} is the highest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contradicts itself: compressed pixels in an object that says it has none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contradicts itself: it has values from {1} to {2}, and says that they have {3} bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contradicts itself: it says that its pixels are compressed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contradicts itself: it says {1} × {2} pixels with {3} values, and holds values of shape {4}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contradicts itself: it says {1} × {2} pixels, its compressed pixels say {3} × {4}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contradicts itself: {1} RLE segments instead of {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contradicts itself: {1} of {2} bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contradicts itself: {1} outside of JPEG 2000</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contradicts itself: {1} photographs in {2} pieces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contradicts itself: {1} with values below 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contradicts itself: {1} with {2} values a pixel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contradicts itself: {1} × {2} pixels{3} take {4} bytes, but it has {5}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not say how its pixels are compressed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not say its {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>golden vector: image_png is not a PNG picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has colours {1}; allowed are {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has compressed values below 0, which cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has more than {1} elements; that is no photograph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has no pixels that can be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has pixels of 32 or 64 bits; allowed are 8 and 16</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has {1} bits per channel; allowed are 8 and 16</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is a picture that FundusViewer made of a finding, not a photograph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is damaged: its compressed pixels are no list of pieces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is damaged: its pixels are no JPEG-LS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is damaged: the object has no beginning that can be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is larger than {1} MB when inflated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is no photograph but a DICOM object “{1}”; allowed are ophthalmic photographs, Secondary Capture and VL Photographic images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is no screening database; choose another file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is stored as JPEG with more than 8 bits, which cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is stored as “{1}”, which cannot be read; {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is truncated or contradicts itself: {1} of {2} values in an RLE segment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is truncated or damaged: its pixels cannot be decoded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is truncated or has no pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is truncated: its compressed pixels do not end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is truncated: its deflated content does not end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is truncated: the end of its compressed pixels is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is truncated: {1} of {2} bytes of a compressed piece are there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is truncated: {1} of {2} bytes of its pixels are there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not know itself as {1}; check its AE title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not know us; tell its administrator our AE title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it gives no reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is busy; try again later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left eye</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>maps all of its values to one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mild NPDR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mild or moderate NPDR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mild, moderate or severe NPDR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mild, moderate, severe NPDR or proliferative DR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>moderate NPDR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>moderate or severe NPDR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>moderate, severe NPDR or proliferative DR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>names {1} files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no apparent retinopathy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no apparent retinopathy or mild NPDR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no apparent retinopathy, mild or moderate NPDR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no apparent retinopathy, mild, moderate or severe NPDR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no apparent retinopathy, mild, moderate, severe NPDR or proliferative DR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no usable NVIDIA driver or CUDA library was found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nobody may send: name the AE titles of the cameras</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not examined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of an unknown kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>patient {1}: give the whole number, without * and ?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pattern {1}: allowed are a preset ({2}, {3}), a template like {patient}_{eye} and a regular expression like (?P&lt;patient&gt;\d+)_.*</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pattern {1}: is no regular expression ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pattern {1}: needs the group patient; eye and date are allowed beside it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>proliferative DR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>right eye</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>says that it has {1} × {2} pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>says that it holds {1} photographs; at most {2} are read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>says {1} for its {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scaled to this photograph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>severe NPDR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>severe NPDR or proliferative DR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>that it does not name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the database cannot be opened or made there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the database cannot be used ({1})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the database is damaged; choose another one or restore a copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the database is read-only; choose one that can be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the disk is full; free some space and start again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the disk or the network drive with the database does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file ends in the middle of a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the layer cannot be computed ({1})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the object cannot be kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the object is not what was announced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the object was not understood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the object&apos;s identifier is none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the result cannot be read back: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the result is not in the database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there are {1} photographs in the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no photograph {1} in the database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this onnxruntime was built without CUDA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too many objects a minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wire type {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1} has no operating point {2}; there are: {3}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1} has said something else of a photograph since; nothing was taken back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1} is unknown; allowed are {patient}, {eye} and {date}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1} was not found; there are: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: 32 bits per channel cannot be read; allowed are 8 and 16</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: belongs to patient {2} by a person&apos;s correction, but to another one&apos;s study; correct it in the archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: cannot be made ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: cannot be reached ({2}); check address, port and network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: cannot be read ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: cannot be read as DICOM ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: cannot be read as an ONNX model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: cannot be used ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: cannot be written ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: cannot send the photographs ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: could not be sent ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: did not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: did not answer the search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: does not tell the patient&apos;s number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: gives more than {2} answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: golden vector: heatmap has {2} values, the model gives {3}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: golden vector: image_png is {2} × {3}, the card says {4} × {5}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: golden vector: {2} probabilities, the model gives {3}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: has no FundusViewer card; make one with &apos;fundusviewer export&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: has no card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: has no result ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: hung up; it may be no DICOM node, or not allow us</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: is a database of another program; choose another file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: is a folder or a device; a database is a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: is a folder without photographs; {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: is a pipe or a device, not a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: is damaged, nothing was written ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: is no DICOM file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: is no DICOM object ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: is no DICOM object of a study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: is no DICOM photograph; nothing was written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: is no key of {2} bytes; restore a copy of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: is not a picture that can be read; {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: is not an ONNX model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: is there, but does not answer as a DICOM node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: no picture, graded by another model or version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: no picture, the model that graded is not at hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: no picture, this machine gives another answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: only {2} MB are free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: onnxruntime cannot load it ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: pictures are written as {2} only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: received photographs cannot be kept there (read-only)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: received photographs cannot be kept there ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: refuses the connection: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: refuses the search ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: says that text is part of the picture: look at it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: takes none of the kinds of objects that were offered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: takes weights from {2}, outside of its own folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: the DICOM file is damaged ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: the connection broke</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: the connection to {2} broke</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: the database refuses this entry ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: the embedding holds no usable numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: the file has been changed since it was examined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: the file is cut off or is no ONNX model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: the file is empty (0 bytes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: the file is not there (any more)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: the graph has an unexpected {2} {3}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: the graph has no {2} {3}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: the heat map holds no usable numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: the network failed ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: the picture cannot be encoded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: the picture cannot be encoded ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: the picture is damaged ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: the picture is truncated or damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: the picture is truncated or damaged ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: the unfamiliarity is no usable number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: there is no folder {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: there is no such model file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: there seems to be text beside the retina: look at it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: unexpected error ({2}: {3})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: was reached, but did not answer the test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: was written by a newer FundusViewer (database version {2}; this one knows up to {3}); update the program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: {2} MB are too large; at most {3} MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: {2} came as {3}; the card says {4}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: {2} did not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: {2} holds values that are no numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: {2} is no layer with maps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: {2} refuses it ({3})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: {2} sums to {3}, not to 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: {2} takes no {3}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: {2} values cannot be read; allowed are 8 and 16 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: {2} {3} is {4} {5}; the card says {6} {7}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}: {2} × {3} pixels are too large; at most {4} megapixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{1}could not be stored: {2}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <extracomment>The pages in their order; whoever has another one adds it here.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything applies at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reset all settings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset all settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose everything as at the first start? Your name, the database and the recent files stay.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SplitHandle</name>
    <message>
        <source>Slider between the two visits</source>
        <extracomment>Above the layers, which belong to the photograph below, and below measurements.</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TagDialog</name>
    <message>
        <source>What the DICOM file says: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search names and values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not told</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dilated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not dilated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>right (OD)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left (OS)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Born, sex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eye</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field of view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pupil</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One pixel on the retina</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the maker alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names and values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{shown} of {total} lines. They name the patient.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WorklistControls</name>
    <message>
        <source>By risk</source>
        <extracomment>How long after the last letter the search begins, in milliseconds.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search file name, note or patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File name, note or patient (Ctrl+F)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only some photographs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is listed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was opened in this window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All photographs of the database</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WorklistPanel</name>
    <message numerus="yes">
        <source>%n photographs · {left} to review</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{shown} of %n photographs · {left} to review</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Photographs</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_ProgressStrip</name>
    <message>
        <source>{done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop after the photograph in hand (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
